package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.Signals;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.os.Tail;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends the application. Its users are gone when its port is closed, often long before its process:
 * {@code close} waits for the one, {@code graceful} for the other, and either kills it when its
 * time is over (S15).
 */
public final class ApplicationStop {

  private static final long POLL_MILLIS = 20;

  private final Policy.ApplicationPart policy;
  private final ApplicationProcess process;
  private final Path told;
  private final Path output;

  /**
   * @param state the agent's own folder, for what was told to stop and what the command prints
   */
  public ApplicationStop(ApplicationProcess process, Path state) {
    this.policy = process.policy();
    this.process = process;
    this.told = state.resolve("application-stopping");
    this.output = state.resolve("application-stop.out");
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String mode = ActionParams.of(actionContext, ActionParameter.MODE, "close", "graceful", "kill");
    long start = System.nanoTime();
    ApplicationProcess.Status before = process.status();
    if (before.running()) {
      end(mode, before, actionContext.deadline());
    }
    boolean ending = before.running() && mode.equals("close") && !ended(before);
    if (!ending) {
      Files.deleteIfExists(told);
    }
    return Map.of(
        EvidenceKey.ALREADY.wireName(), Boolean.toString(!before.running()),
        EvidenceKey.RUNNING.wireName(), Boolean.toString(ending),
        EvidenceKey.STOP_MS.wireName(), Long.toString(Poll.millisSince(start)));
  }

  /** Sees to the end of what was told to stop, so that nobody takes it for started anew. */
  void finish(Deadline deadline) throws FailedException, IOException, InterruptedException {
    if (!Files.exists(told)) {
      return;
    }
    ApplicationProcess.Status now = process.status();
    if (now.running() && wasTold(now)) {
      end("graceful", now, deadline);
    }
    Files.deleteIfExists(told);
  }

  private void end(String mode, ApplicationProcess.Status before, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (!mode.equals("kill")) {
      Poll.Condition done = mode.equals("close") ? closed(before) : () -> ended(before);
      Optional<Process> command = wasTold(before) ? Optional.empty() : tell(before);
      Poll.Condition over = () -> done.holds() || failed(command);
      if ((Poll.until(over, deadline.orIn(policy.stopLimit()), POLL_MILLIS) && done.holds())
          || ended(before)) {
        return;
      }
      requireGood(command);
      if (deadline.passed()) {
        throw new FailedException(policy.name() + " was told to stop and still runs");
      }
    }
    kill(before, deadline);
    if (!Poll.until(() -> ended(before), deadline, POLL_MILLIS)) {
      throw new FailedException(policy.name() + " was killed and still runs");
    }
  }

  /** Looked at before anything is told; where it listens nowhere, its end is what there is. */
  private Poll.Condition closed(ApplicationProcess.Status before) throws IOException {
    Set<Integer> ports =
        ListeningPorts.among(
            Stream.concat(
                    policy.port().stream(),
                    Stream.of(ApplicationClient.port(URI.create(policy.health()))))
                .collect(Collectors.toSet()));
    boolean one = process.unit().isEmpty();
    if (ports.isEmpty()) {
      return () -> ended(before);
    }
    return () -> ListeningPorts.among(ports).isEmpty() || (one && before.ended());
  }

  /** Its first process is the whole of it, but for a unit. */
  private boolean ended(ApplicationProcess.Status before)
      throws FailedException, IOException, InterruptedException {
    boolean one = before.pid().isPresent() && process.unit().isEmpty();
    return one ? before.ended() : !process.status().running();
  }

  /** The stop command may go on for as long as the process does; a unit needs none. */
  private Optional<Process> tell(ApplicationProcess.Status status)
      throws FailedException, IOException, InterruptedException {
    Optional<Process> command = Optional.empty();
    if (process.unit().isPresent()) {
      process.unit().get().stop();
    } else {
      List<String> words = process.words(policy.stop());
      Process started = Programs.start(words, ProcessBuilder.Redirect.to(output.toFile()));
      started.getOutputStream().close();
      command = Optional.of(started);
    }
    Files.writeString(told, mark(status));
    return command;
  }

  private boolean wasTold(ApplicationProcess.Status status) throws IOException {
    return Files.exists(told) && Files.readString(told).equals(mark(status));
  }

  private static String mark(ApplicationProcess.Status status) {
    return "%s %s".formatted(Boot.current().id(), status.pid().map(String::valueOf).orElse("?"));
  }

  private static boolean failed(Optional<Process> command) {
    return command.isPresent() && !command.get().isAlive() && command.get().exitValue() != 0;
  }

  private void requireGood(Optional<Process> command)
      throws FailedException, IOException, InterruptedException {
    if (failed(command)) {
      Files.deleteIfExists(told);
      throw new FailedException(
          "%s ended with %d: %s"
              .formatted(
                  policy.stop().getFirst(),
                  command.get().exitValue(),
                  Tail.lines(output, Optional.empty(), 2)));
    }
  }

  private void kill(ApplicationProcess.Status status, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (process.unit().isPresent()) {
      SystemdUnit unit = process.unit().get();
      unit.kill();
    } else if (!policy.kill().isEmpty()) {
      Programs.Exit outcome = process.run(policy.kill(), deadline);
      if (!outcome.succeeded()) {
        throw new FailedException(
            "%s ended with %d: %s"
                .formatted(policy.kill().getFirst(), outcome.exitCode(), outcome.lastLines(2)));
      }
    } else if (status.pid().isPresent()) {
      Signals.send("KILL", status.pid().get(), policy.user());
    } else {
      throw new FailedException(
          policy.name() + " runs; no kill command, and the status command prints no pid");
    }
  }
}
