package dev.baton.agent;

import dev.baton.agent.guard.GuardCommand;
import dev.baton.agent.guard.GuardVerdict;
import dev.baton.agent.guard.SystemdUnits;
import dev.baton.agent.http.AgentVersion;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.policy.PolicyException;
import dev.baton.agent.policy.PolicyFile;
import dev.baton.agent.policy.PolicyKey;
import dev.baton.agent.policy.TrustedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the agent of one host. Exit codes: 0 done, 1 it could not start, 2 wrong use or policy.
 */
public final class AgentMain {

  private static final String USAGE =
      """
      usage: baton-agent POLICYFILE         run until SIGTERM
             baton-agent check POLICYFILE   say whether the policy is fit, whether
                 others could change files and programs that the agent relies on, and whether
                 the database could be started again, the application has the files that it
                 requires, and files can be kept equal. Exit codes: 0 fit, 2 not
             baton-agent units POLICYFILE [--install DIR]
                 print what systemd needs to start it all, or write it below DIR, which is
                 /etc/systemd/system on the host itself; then: systemctl daemon-reload.
                 Services are those of postgres.unit and application.unit.
             baton-agent guard POLICYFILE postgresql|application [--override REASON]
                 wait until a control plane has confirmed this host's role, and say whether the part
                 may start. Exit codes: 0 it may, 1 it stays down by its role, 255 nobody confirmed
                 the role within guard.timeout. With --override both parts may start until the next
                 boot, whatever the role; the control plane is shown the reason. The address is
                 never given that way.
             baton-agent unbind POLICYFILE --reason REASON
                 release this host from the installation and the pair it takes orders from, when
                 those are gone for good; its role goes with them, and the next control plane that
                 owns a pair with it binds it again. For root. Exit codes: 0 released, 1 not.
             baton-agent --help | --version

      Where no such command is installed, it is: java -jar baton-agent.jar

      The policy file has one key=value per line and comments after #. Keys:
      """;

  private static final String FENCING =
      """

      fence.command makes sure that another host of the pair is off, when that host does not
      answer: by its power switch, its hypervisor, or the port it hangs on. It is run as the
      agent's user, without a shell, with the words of the policy and then the name of the host.
      Only its exit status is believed:
        0      the host is off, and the command has verified that
        1      refused, or it could not be done; the host is as it was
        other  nobody knows; so it is after fence.timeout seconds, when the command is ended
      It may be run again for a host that is off already. It belongs into the policies of both
      sites, because the site that lives fences the other one.
      """;

  private static final String MOVING =
      """

      address.assign, address.release and address.probe move the pair's address where it is no
      address of a network device: a DNS record, a load balancer, a route, an address of a cloud.
      They are run as the agent's user, without a shell and with no environment, and get
      address.ip as their last word. What they do is proved by the probe, before and after:
        address.assign, address.release
          0 done; any other failed, and the last line it prints says why
        address.probe
          0      this host holds it
          3      this host does not hold it; nobody does, or a record still names the other site
          4      somebody outside the pair holds it; the last line it prints says who
          other  nobody knows; then it is not taken
      """;

  private AgentMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] args) {
    List<String> words = List.of(args);
    if (words.contains("--help")) {
      System.out.print(USAGE + keys() + MOVING + FENCING);
    } else if (words.equals(List.of("--version"))) {
      System.out.println("baton-agent " + AgentVersion.current());
    } else if (words.size() == 2 && words.getFirst().equals("check")) {
      check(words.get(1));
    } else if (words.size() > 1 && words.getFirst().equals("units")) {
      int code = units(words.subList(1, words.size()));
      if (code != 0) {
        System.exit(code);
      }
    } else if (words.size() > 2 && words.getFirst().equals("guard")) {
      System.exit(guard(words.subList(1, words.size())));
    } else if (!words.isEmpty() && words.getFirst().equals("unbind")) {
      System.exit(unbind(words.subList(1, words.size())));
    } else if (words.size() == 1 && !words.getFirst().startsWith("-")) {
      run(words.getFirst());
    } else {
      System.err.print(USAGE.lines().limit(7).reduce("", (all, line) -> all + line + "\n"));
      System.exit(2);
    }
  }

  private static Policy policy(String file) {
    try {
      return PolicyFile.read(Path.of(file).toAbsolutePath());
    } catch (PolicyException e) {
      System.err.println("baton-agent: " + e.getMessage());
      System.exit(2);
      throw new IllegalStateException(e);
    }
  }

  private static void check(String file) {
    Policy policy = policy(file);
    requireTrusted(file, policy, 2);
    try {
      if (!new CheckCommand(policy, Path.of(file)).fit()) {
        System.exit(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int units(List<String> words) {
    boolean install = words.size() == 3 && words.get(1).equals("--install");
    if (words.size() > 1 && !install) {
      System.err.println("usage: baton-agent units POLICYFILE [--install DIR]");
      return 2;
    }
    Policy policy = policy(words.getFirst());
    Map<Path, String> files = SystemdUnits.of(policy, Path.of(words.getFirst()));
    SystemdUnits.unguarded(policy).forEach(line -> System.err.println("baton-agent: " + line));
    if (!install) {
      files.forEach(
          (file, text) -> System.out.printf("# %s%n%s%n", SystemdUnits.FOLDER.resolve(file), text));
      return 0;
    }
    try {
      SystemdUnits.install(files, Path.of(words.get(2)));
      return 0;
    } catch (IOException e) {
      System.err.println("baton-agent: " + e);
      return 1;
    }
  }

  private static int guard(List<String> words) {
    Optional<GuardVerdict.Unit> unit = GuardCommand.unit(words.get(1));
    boolean override = words.size() == 4 && words.get(2).equals("--override");
    if (unit.isEmpty() || (words.size() > 2 && !override)) {
      System.err.println(
          "usage: baton-agent guard POLICYFILE postgresql|application [--override REASON]");
      return 2;
    }
    GuardCommand guard =
        new GuardCommand(
            policy(words.getFirst()),
            unit.get(),
            Boot.current().id(),
            line -> System.err.println("baton-agent: " + line));
    try {
      return override ? guard.override(words.get(3)) : guard.await();
    } catch (IOException e) {
      System.err.println("baton-agent: it stays down: " + e.getMessage());
      return GuardCommand.STAYS_DOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return GuardCommand.NOT_CONFIRMED;
    }
  }

  /** Ends the program with that code when others could change what it lives by. */
  private static void requireTrusted(String file, Policy policy, int exitCode) {
    try {
      List<String> flaws = TrustedFiles.flaws(Path.of(file).toAbsolutePath(), policy);
      flaws.forEach(flaw -> System.err.println("baton-agent: " + flaw));
      if (flaws.isEmpty()) {
        return;
      }
      System.err.println("baton-agent: others could change what this agent lives by");
    } catch (IOException e) {
      System.err.println("baton-agent: " + e);
    }
    System.exit(exitCode);
  }

  private static int unbind(List<String> words) {
    if (words.size() != 3 || !words.get(1).equals("--reason") || words.get(2).isBlank()) {
      System.err.println("usage: baton-agent unbind POLICYFILE --reason REASON");
      return 2;
    }
    UnbindCommand unbind =
        new UnbindCommand(
            policy(words.getFirst()),
            System.getProperty("user.name"),
            line -> System.err.println("baton-agent: " + line));
    try {
      return unbind.run(words.get(2));
    } catch (IOException | FailedException e) {
      System.err.println("baton-agent: it is not released: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void run(String file) {
    Policy policy = policy(file);
    requireTrusted(file, policy, 1);
    // The pair's address may be a name that moves; Java would keep where it led.
    Security.setProperty("networkaddress.cache.ttl", "0");
    try {
      Agent agent = Agent.start(policy);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "stop"));
      System.err.printf(
          "agent of %s listens on %s:%d%n", policy.host(), policy.listenAddress(), agent.port());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      System.err.println("baton-agent: cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void stop(Agent agent) {
    try {
      agent.close();
    } catch (IOException e) {
      System.err.println("baton-agent: " + e.getMessage());
    }
  }

  private static String keys() {
    StringBuilder table = new StringBuilder();
    for (PolicyKey key : PolicyKey.values()) {
      String note = key.optional() ? " (may be left out)" : "";
      table.append("  %-26s %s%s%n".formatted(key.text(), key.meaning(), note));
    }
    table.append("  %-26s %s%n".formatted("file.ID", "a file kept equal between sites"));
    table.append("  %-26s %s%n".formatted("folder.ID", "a folder kept equal between sites"));
    return table.toString();
  }
}
