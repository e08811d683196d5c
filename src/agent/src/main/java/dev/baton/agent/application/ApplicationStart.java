package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.HostClock;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.os.Tail;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts the application and waits until it says it is up, or is gone again. */
public final class ApplicationStart {

  // A health asked for every 5 ms slowed GoCD's boot by 2.4 to 3.7 s.
  private static final long POLL_MILLIS = 100;

  private final Policy.ApplicationPart policy;
  private final ApplicationProcess process;
  private final ApplicationProbe probe;
  private final ApplicationReady ready;
  private final RequiredFiles required;
  private final ApplicationStop stop;
  private final Path output;

  /**
   * @param stop what may not have come to its end yet
   * @param state the agent's own folder, for what the start command prints
   */
  public ApplicationStart(
      ApplicationProcess process, ApplicationProbe probe, ApplicationStop stop, Path state) {
    this.policy = process.policy();
    this.process = process;
    this.probe = probe;
    this.ready = new ApplicationReady(process, probe);
    this.required = new RequiredFiles(process, List.of());
    this.stop = stop;
    this.output = state.resolve("application-start.out");
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    stop.finish(actionContext.deadline());
    long start = System.nanoTime();
    boolean already = process.status().running();
    if (!already) {
      required.require();
    }
    if (!already && process.unit().isPresent()) {
      try (SystemdUnit.Start ordered = process.unit().get().startOrdered()) {
        awaitUp(
            ordered::failed, () -> ordered.why() + ": " + lastWords(), actionContext.deadline());
      }
    } else {
      StartupMonitor monitor =
          new StartupMonitor(process, already ? Optional.empty() : Optional.of(launch()));
      awaitUp(monitor::gone, this::lastWords, actionContext.deadline());
    }
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.ALREADY.wireName(), Boolean.toString(already));
    facts.put(EvidenceKey.UP_AT.wireName(), HostClock.now().toString());
    facts.put(EvidenceKey.BOOT_MS.wireName(), Long.toString(Poll.millisSince(start)));
    return facts;
  }

  private interface Words {
    String say() throws FailedException, IOException, InterruptedException;
  }

  private void awaitUp(Poll.Condition gone, Words why, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    boolean up =
        Poll.until(
            () -> {
              if (probe.local().up() && ready.holds(deadline)) {
                return true;
              }
              if (gone.holds()) {
                throw new FailedException(
                    "%s ended while starting: %s".formatted(policy.name(), why.say()),
                    Map.of(EvidenceKey.RUNNING.wireName(), "false"));
              }
              return false;
            },
            deadline,
            POLL_MILLIS);
    if (!up) {
      throw new FailedException(
          "%s is not up yet%s: %s"
              .formatted(
                  policy.name(),
                  probe.local().up() ? ", application.ready does not say so" : "",
                  lastWords()),
          Map.of(EvidenceKey.STATE.wireName(), probe.local().state()));
    }
  }

  // Its output goes to a file: a pipe would end with the agent and take the application with it.
  private Process launch() throws IOException {
    List<String> words = new ArrayList<>(List.of("/usr/bin/setsid"));
    words.addAll(process.words(policy.start()));
    Process launcher = Programs.start(words, ProcessBuilder.Redirect.to(output.toFile()));
    launcher.getOutputStream().close();
    return launcher;
  }

  private String lastWords() throws IOException, InterruptedException {
    String log = policy.log().isPresent() ? Tail.lines(policy.log().get(), policy.user(), 3) : "";
    return log.isEmpty() ? Tail.lines(output, Optional.empty(), 3) : log;
  }
}
