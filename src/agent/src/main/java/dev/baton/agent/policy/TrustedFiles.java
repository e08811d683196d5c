package dev.baton.agent.policy;

import dev.baton.agent.os.PathChain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what somebody else than root and the agent's own account could change of the files an agent
 * lives by, as sshd does before it believes a key: the file, and each folder above it.
 */
public final class TrustedFiles {

  /** Programs that the agent calls by their names, whatever the policy says. */
  private static final List<String> PROGRAMS =
      List.of(
          "/bin/sh",
          "/usr/bin/cat",
          "/usr/bin/chmod",
          "/usr/bin/chown",
          "/usr/bin/find",
          "/usr/bin/head",
          "/usr/bin/kill",
          "/usr/bin/ln",
          "/usr/bin/mkdir",
          "/usr/bin/mv",
          "/usr/bin/rm",
          "/usr/bin/rmdir",
          "/usr/bin/test",
          "/usr/bin/setpriv",
          "/usr/bin/setsid",
          "/usr/bin/sha256sum",
          "/usr/bin/sort",
          "/usr/bin/sync",
          "/usr/bin/tail",
          "/usr/bin/tar",
          "/usr/bin/xargs");

  /** Programs for the pair's address on a device. */
  private static final List<String> IPV4_PROGRAMS = List.of("/usr/sbin/ip", "/usr/bin/arping");

  private static final List<String> IPV6_PROGRAMS =
      List.of("/usr/sbin/ip", "/usr/bin/ndisc6", "/usr/sbin/sysctl");

  private static final String SYSTEMCTL = "/usr/bin/systemctl";

  private static final int OTHERS_WRITE = 0022;
  private static final int OTHERS = 0077;

  private final int own;
  private final Map<Path, Integer> forbidden = new LinkedHashMap<>();

  private TrustedFiles(int own) {
    this.own = own;
  }

  /** One sentence for each flaw, with the path and what is wanted of it; empty when all is fine. */
  public static List<String> flaws(Path file, Policy policy) throws IOException {
    TrustedFiles files = new TrustedFiles(PathChain.of(Path.of("/proc/self/")).last().uid());
    files.forbidden.put(file, OTHERS_WRITE);
    files.forbidden.put(policy.certificate(), OTHERS_WRITE);
    files.forbidden.put(policy.trust(), OTHERS_WRITE);
    files.forbidden.put(policy.key(), OTHERS);
    files.forbidden.put(policy.state(), OTHERS_WRITE);
    files.ownProgram();
    PROGRAMS.forEach(program -> files.forbidden.put(Path.of(program), OTHERS_WRITE));
    policy.address().ifPresent(files::ofAddress);
    if (policy.postgres().flatMap(Policy.PostgresPart::unit).isPresent()
        || policy.application().flatMap(Policy.ApplicationPart::unit).isPresent()) {
      files.forbidden.put(Path.of(SYSTEMCTL), OTHERS_WRITE);
    }
    policy.fence().ifPresent(part -> files.program(part.command(), Optional.empty()));
    policy.hooks().values().forEach(hook -> files.program(hook.command(), Optional.empty()));
    policy
        .application()
        .ifPresent(part -> {
          part.authority().ifPresent(pem -> files.forbidden.put(pem, OTHERS_WRITE));
          part.commands().forEach(words -> files.program(words, part.user()));
        });
    List<String> flaws = new ArrayList<>();
    for (Map.Entry<Path, Integer> entry : files.forbidden.entrySet()) {
      files
          .look(entry.getKey(), entry.getValue())
          .filter(flaw -> !flaws.contains(flaw))
          .ifPresent(flaws::add);
    }
    return flaws;
  }

  /** All programs that an agent calls by their names. */
  public static Set<String> programs() {
    Set<String> all = new TreeSet<>(PROGRAMS);
    all.addAll(IPV4_PROGRAMS);
    all.addAll(IPV6_PROGRAMS);
    all.add(SYSTEMCTL);
    return all;
  }

  private void ofAddress(Policy.AddressPart part) {
    switch (part.way()) {
      case Policy.OnDevice place ->
          (part.ip().contains(":") ? IPV6_PROGRAMS : IPV4_PROGRAMS)
              .forEach(program -> forbidden.put(Path.of(program), OTHERS_WRITE));
      case Policy.ByCommands commands ->
          List.of(commands.assign(), commands.release(), commands.probe())
              .forEach(words -> program(words, Optional.empty()));
    }
  }

  private void ownProgram() {
    forbidden.put(Path.of(System.getProperty("java.home"), "bin", "java"), OTHERS_WRITE);
    String jar = System.getProperty("java.class.path");
    if (jar.endsWith(".jar") && !jar.contains(File.pathSeparator)) {
      forbidden.put(Path.of(jar).toAbsolutePath(), OTHERS_WRITE);
    }
  }

  /** What a service account runs can do no more than that account. */
  private void program(List<String> words, Optional<String> user) {
    if (!words.isEmpty() && user.filter(name -> !name.equals("root")).isEmpty()) {
      forbidden.put(Path.of(words.getFirst()), OTHERS_WRITE);
    }
  }

  private Optional<String> look(Path file, int forbiddenBits) throws IOException {
    PathChain chain = PathChain.of(file);
    List<PathChain.PathStep> steps = chain.steps();
    for (int i = 0; i < steps.size(); i++) {
      PathChain.PathStep step = steps.get(i);
      boolean end = i == steps.size() - 1;
      // Of a program that is not there yet the last folder counts: somebody could put one there.
      int bits = end && chain.complete() ? forbiddenBits : OTHERS_WRITE;
      boolean held = step.sticky() && !end && trusted(steps.get(i + 1));
      if (!trusted(step)) {
        return Optional.of(flaw(file, step, "belongs to uid %d".formatted(step.uid()), bits));
      }
      if (!step.link() && !held && (step.permissions() & bits) != 0) {
        String mode = "has mode %04o".formatted(step.permissions());
        return Optional.of(flaw(file, step, mode, bits));
      }
    }
    return Optional.empty();
  }

  private boolean trusted(PathChain.PathStep step) {
    return step.uid() == 0 || step.uid() == own;
  }

  private static String flaw(Path file, PathChain.PathStep step, String found, int bits) {
    String above = step.path().equals(file) ? "" : " (on the way to %s)".formatted(file);
    return "%s%s %s; wanted: owner root, mode %04o"
        .formatted(step.path(), above, found, step.permissions() & ~bits);
  }
}
