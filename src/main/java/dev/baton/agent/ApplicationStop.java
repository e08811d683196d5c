package dev.baton.agent;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Ends the application and watches its process. */
final class ApplicationStop {

  private static final long POLL_MILLIS = 50;

  private final Policy.ApplicationPart policy;
  private final ApplicationProcess process;

  ApplicationStop(Policy policy, Parts parts) {
    this.policy = policy.application().orElseThrow();
    this.process = parts.application().orElseThrow();
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    boolean graceful = Choice.of(run, "mode", "graceful", "kill").equals("graceful");
    long start = System.nanoTime();
    ApplicationProcess.Status before = process.status();
    if (before.running()) {
      end(graceful, before, run.deadline());
      awaitEnd(before, run.deadline());
    }
    return Map.of(
        "already", Boolean.toString(!before.running()),
        "running", "false",
        "stopMs", Long.toString(Waiting.millisSince(start)));
  }

  private void end(boolean graceful, ApplicationProcess.Status status, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    List<String> command = graceful ? policy.stop() : policy.kill();
    if (!command.isEmpty()) {
      Programs.Outcome outcome = process.run(command, deadline);
      if (!outcome.succeeded()) {
        throw new FailedException(
            "%s ended with %d: %s"
                .formatted(command.getFirst(), outcome.exitCode(), outcome.lastLines(2)));
      }
    } else if (status.pid().isPresent()) {
      Signals.send("KILL", status.pid().get());
    } else {
      throw new FailedException("no kill command, and the status command prints no pid");
    }
  }

  private void awaitEnd(ApplicationProcess.Status before, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    boolean ended =
        before.pid().isPresent()
            ? Waiting.until(before::ended, deadline)
            : Waiting.until(() -> !process.status().running(), deadline, POLL_MILLIS);
    if (!ended) {
      throw new FailedException(policy.name() + " was told to stop and still runs");
    }
  }
}
