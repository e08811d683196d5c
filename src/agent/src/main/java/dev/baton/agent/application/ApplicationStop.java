package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.ProcessStat;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.Signals;
import dev.baton.agent.os.Tail;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends the application. Its users are gone when its port is closed, often long before its process:
 * {@code close} waits for the one, {@code graceful} for the other, and either kills it when its
 * time is over (S15).
 */
public final class ApplicationStop {

  private static final long POLL_MILLIS = 20;
  private static final Duration TIDYING = Duration.ofSeconds(3);

  // A status command goes by a file that may be gone some 100 ms before the last answer.
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final Policy.ApplicationPart policy;
  private final ApplicationProcess process;
  private final OwnAnswer own;
  private final StoppingProcess told;
  private final Path output;
  private volatile Optional<Process> command = Optional.empty();

  /**
   * @param state the agent's own folder, for what was told to stop and what the command prints
   */
  public ApplicationStop(ApplicationProcess process, Path state) {
    this.policy = process.policy();
    this.process = process;
    this.own = new OwnAnswer(this::listens, new ApplicationProbe(policy, Optional.empty())::up);
    this.told = new StoppingProcess(state);
    this.output = state.resolve("application-stop.out");
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String mode = ActionParams.of(actionContext, ActionParameter.MODE, "close", "graceful", "kill");
    long start = System.nanoTime();
    ApplicationProcess.Status before = status();
    if (before.running()) {
      end(mode, before, actionContext.deadline());
    }
    boolean ending = before.running() && mode.equals("close") && !ended(before);
    if (!ending) {
      requireSilent(actionContext.deadline());
      told.forget();
    }
    return Map.of(
        EvidenceKey.ALREADY.wireName(), Boolean.toString(!before.running()),
        EvidenceKey.RUNNING.wireName(), Boolean.toString(ending),
        EvidenceKey.STOP_MS.wireName(), Long.toString(Poll.millisSince(start)));
  }

  /**
   * Its unit, or the status command, may be another's: then all of the above was believed of it.
   */
  private void requireSilent(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (!Poll.until(() -> !own.there(), deadline.orIn(LAST_ANSWERS), POLL_MILLIS)) {
      throw new FailedException(
          "%s still answers at %s, and by %s it does not run; stop it by hand, and correct that key in the policy of this host"
              .formatted(
                  policy.name(),
                  policy.health(),
                  policy
                      .unit()
                      .map(name -> "application.unit=" + name)
                      .orElse("application.status")));
    }
  }

  /**
   * Before a start: sees to the end of what was told to stop, so that nobody takes it for started
   * anew, and to that of a stop script, which must not meet the new process.
   */
  void finish(Deadline deadline) throws FailedException, IOException, InterruptedException {
    if (told.there()) {
      ApplicationProcess.Status now = status();
      boolean same = told.pid().isEmpty() || now.pid().isEmpty() || now.pid().equals(told.pid());
      if (now.running() && same) {
        end("graceful", now, deadline);
      }
      told.forget();
    }
    endCommand();
  }

  /**
   * The process that was told to stop, for as long as it lives and whatever the status command says
   * of it; else what there is.
   */
  ApplicationProcess.Status status() throws FailedException, IOException, InterruptedException {
    return process.unit().isEmpty() && told.lives()
        ? new ApplicationProcess.Status(true, told.pid(), false)
        : process.status();
  }

  /** Whether anybody takes connections at one of the application's ports. */
  boolean listens() throws IOException {
    return !ListeningPorts.among(ports()).isEmpty();
  }

  private Set<Integer> ports() {
    return Stream.concat(
            policy.port().stream(), Stream.of(ApplicationClient.port(URI.create(policy.health()))))
        .collect(Collectors.toSet());
  }

  private void end(String mode, ApplicationProcess.Status before, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (!mode.equals("kill")) {
      // Looked at before anything is told.
      Set<Integer> ports = mode.equals("close") ? ListeningPorts.among(ports()) : Set.of();
      Poll.Condition done = ports.isEmpty() ? () -> ended(before) : () -> closed(ports, before);
      // Told again where it is not known to have heard; then it may well answer that it has.
      boolean again = told.there();
      if (!told.lives()) {
        tell(before);
      }
      Poll.Condition over = () -> done.holds() || (!again && failed());
      // A third of the order's own time is left for the kill.
      Deadline patience = Deadline.in(deadline.left().multipliedBy(2).dividedBy(3));
      boolean settled = Poll.until(over, patience.orIn(policy.stopLimit()), POLL_MILLIS);
      if ((settled && done.holds()) || ended(before)) {
        return;
      }
      if (!again) {
        requireGood();
      }
      if (!ports.isEmpty() && ListeningPorts.among(ports).isEmpty()) {
        return; // what is still connected does not hold the address up; its end is seen to next
      }
    }
    kill(before, deadline);
    if (!Poll.until(() -> ended(before), deadline, POLL_MILLIS)) {
      throw new FailedException(policy.name() + " was killed and still runs");
    }
  }

  /** No listener and no request under way. */
  private boolean closed(Set<Integer> ports, ApplicationProcess.Status before) throws IOException {
    return !ListeningPorts.busy(ports) || (process.unit().isEmpty() && before.ended());
  }

  /** Its first process is the whole of it, but for a unit. */
  private boolean ended(ApplicationProcess.Status before)
      throws FailedException, IOException, InterruptedException {
    boolean one = before.pid().isPresent() && process.unit().isEmpty();
    return one ? before.ended() : !process.status().running();
  }

  /** The stop command may go on for as long as the process does; a unit needs none. */
  private void tell(ApplicationProcess.Status status)
      throws FailedException, IOException, InterruptedException {
    endCommand();
    told.write(status);
    if (process.unit().isPresent()) {
      process.unit().get().stop();
      return;
    }
    Process started =
        Programs.start(process.words(policy.stop()), ProcessBuilder.Redirect.to(output.toFile()));
    started.getOutputStream().close();
    command = Optional.of(started);
  }

  /** It may have to tidy up after the process has ended. */
  private void endCommand() throws InterruptedException {
    if (command.isPresent() && !command.get().waitFor(TIDYING.toMillis(), TimeUnit.MILLISECONDS)) {
      Programs.end(command.get());
    }
    command = Optional.empty();
  }

  private boolean failed() {
    return command.filter(it -> !it.isAlive() && it.exitValue() != 0).isPresent();
  }

  private void requireGood() throws FailedException, IOException, InterruptedException {
    if (failed()) {
      told.forget();
      throw new FailedException(
          "%s ended with %d: %s"
              .formatted(
                  policy.stop().getFirst(),
                  command.orElseThrow().exitValue(),
                  Tail.lines(output, Optional.empty(), 2)));
    }
  }

  private void kill(ApplicationProcess.Status status, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (process.unit().isPresent()) {
      process.unit().get().kill();
      return;
    }
    Optional<Long> pid = status.pid();
    if (policy.kill().isEmpty() && pid.isEmpty()) {
      throw new FailedException(
          policy.name() + " runs; no kill command, and the status command prints no pid");
    }
    if (!policy.kill().isEmpty()) {
      Programs.Exit outcome = process.run(policy.kill(), deadline);
      if (!outcome.succeeded() && pid.isEmpty()) {
        throw outcome.failed(policy.kill().getFirst(), 2);
      }
    }
    // A kill command may go by a pid file that the stop has removed.
    if (pid.isPresent() && ProcessStat.alive(pid.get())) {
      Signals.send("KILL", pid.get(), policy.user());
    }
  }
}
