package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.Signals;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Ends the application and watches its process. */
public final class ApplicationStop {

  private static final long POLL_MILLIS = 50;

  private final Policy.ApplicationPart policy;
  private final ApplicationProcess process;

  public ApplicationStop(ApplicationProcess process) {
    this.policy = process.policy();
    this.process = process;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    boolean graceful =
        ActionParams.of(actionContext, ActionParameter.MODE, "graceful", "kill").equals("graceful");
    long start = System.nanoTime();
    ApplicationProcess.Status before = process.status();
    if (before.running()) {
      end(graceful, before, actionContext.deadline());
      awaitEnd(before, actionContext.deadline());
    }
    return Map.of(
        EvidenceKey.ALREADY.wireName(), Boolean.toString(!before.running()),
        EvidenceKey.RUNNING.wireName(), "false",
        EvidenceKey.STOP_MS.wireName(), Long.toString(Poll.millisSince(start)));
  }

  private void end(boolean graceful, ApplicationProcess.Status status, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (process.unit().isPresent()) {
      SystemdUnit unit = process.unit().get();
      if (graceful) {
        unit.stop();
      } else {
        unit.kill();
      }
      return;
    }
    List<String> command = graceful ? policy.stop() : policy.kill();
    if (!command.isEmpty()) {
      Programs.Exit outcome = process.run(command, deadline);
      if (!outcome.succeeded()) {
        throw new FailedException(
            "%s ended with %d: %s"
                .formatted(command.getFirst(), outcome.exitCode(), outcome.lastLines(2)));
      }
    } else if (status.pid().isPresent()) {
      Signals.send("KILL", status.pid().get(), policy.user());
    } else {
      throw new FailedException("no kill command, and the status command prints no pid");
    }
  }

  private void awaitEnd(ApplicationProcess.Status before, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    // A unit is down when its last process has ended, not its first.
    boolean ended =
        (before.pid().isPresent() && process.unit().isEmpty())
            ? Poll.until(before::ended, deadline)
            : Poll.until(() -> !process.status().running(), deadline, POLL_MILLIS);
    if (!ended) {
      throw new FailedException(policy.name() + " was told to stop and still runs");
    }
  }
}
