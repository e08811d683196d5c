package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets the application finish its work and take no more, or work again: by the policy's commands,
 * or by GoCD's maintenance mode.
 */
public final class ApplicationDrain {

  private static final long POLL_MILLIS = 100;
  private static final int CANNOT_NOW = 3;

  private final ApplicationProcess process;
  private final ApplicationProbe probe;

  public ApplicationDrain(ApplicationProcess process, ApplicationProbe probe) {
    this.process = process;
    this.probe = probe;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    boolean drained = ActionParams.truth(actionContext, ActionParameter.DRAINED);
    if (!drained && !process.status().running()) {
      return Map.of(
          EvidenceKey.ALREADY.wireName(),
          "true",
          EvidenceKey.DRAINED.wireName(),
          "false",
          EvidenceKey.RUNNING_JOBS.wireName(),
          "");
    }
    Optional<Policy.DrainCommands> commands = process.policy().drain();
    return commands.isPresent()
        ? byCommand(commands.get(), drained, actionContext.deadline())
        : byMaintenanceMode(drained, actionContext, limited(actionContext.deadline()));
  }

  private Deadline limited(Deadline deadline) {
    return deadline.orIn(process.policy().drainLimit());
  }

  private Map<String, String> byCommand(
      Policy.DrainCommands commands, boolean drained, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    try {
      call(drained ? commands.drain() : commands.undrain(), limited(deadline));
    } catch (FailedException e) {
      if (drained) {
        undrain(commands, deadline, e);
      }
      throw e;
    }
    return Map.of(
        EvidenceKey.ALREADY.wireName(), "false",
        EvidenceKey.DRAINED.wireName(), Boolean.toString(drained),
        EvidenceKey.RUNNING_JOBS.wireName(), "");
  }

  private void call(List<String> words, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit outcome = process.run(words, deadline);
    if (outcome.exitCode() == CANNOT_NOW) {
      throw new FailedException("it cannot be drained now: " + outcome.lastLines(1));
    }
    if (!outcome.succeeded()) {
      throw outcome.failed(words.getFirst(), 2);
    }
  }

  /** What was begun must not stay half done: a command that was ended may have drained it. */
  private void undrain(Policy.DrainCommands commands, Deadline deadline, FailedException cause)
      throws FailedException, IOException, InterruptedException {
    try {
      call(commands.undrain(), limited(deadline));
    } catch (FailedException e) {
      throw new FailedException(
          "%s; and it may take no new work, because %s"
              .formatted(cause.getMessage(), e.getMessage()));
    }
  }

  private Map<String, String> byMaintenanceMode(
      boolean drained, ActionContext actionContext, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    ApplicationProbe.Maintenance before = firstLook();
    if (before.drained() != drained) {
      probe.setMaintenance(drained);
    }
    // GoCD tells of its jobs only while it is in maintenance mode.
    Set<String> waitedFor = new TreeSet<>(before.jobs());
    boolean quiet =
        Poll.until(
            () -> {
              ApplicationProbe.Maintenance now = look();
              waitedFor.addAll(now.jobs());
              actionContext
                  .progress()
                  .accept(
                      Map.of(EvidenceKey.RUNNING_JOBS.wireName(), String.join(",", now.jobs())));
              return now.drained() == drained
                  && !(drained && now.worksOn(process.policy().takesJobs()));
            },
            deadline,
            POLL_MILLIS);
    ApplicationProbe.Maintenance after = look();
    Map<String, String> facts =
        Map.of(
            EvidenceKey.ALREADY.wireName(), Boolean.toString(before.drained() == drained),
            EvidenceKey.DRAINED.wireName(), Boolean.toString(after.drained()),
            EvidenceKey.RUNNING_JOBS.wireName(),
                String.join(",", process.policy().takesJobs() ? after.jobs() : waitedFor));
    if (!quiet) {
      throw new FailedException(
          drained ? "still at work: " + work(after) : "it stays in maintenance mode", facts);
    }
    return facts;
  }

  private static String work(ApplicationProbe.Maintenance now) {
    if (now.updates() > 0) {
      return "updates of %d materials".formatted(now.updates());
    }
    return now.jobs().isEmpty()
        ? "something that it does not name"
        : "%s; application.drain.jobs=take goes on with running jobs"
            .formatted(String.join(", ", now.jobs()));
  }

  /**
   * Nothing has been told yet: whoever takes this back need not ask an API that cannot be asked.
   */
  private ApplicationProbe.Maintenance firstLook() throws FailedException, InterruptedException {
    try {
      return look();
    } catch (FailedException e) {
      throw untouched(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw untouched("maintenance mode cannot be asked for: " + e);
    }
  }

  private static FailedException untouched(String why) {
    return new FailedException(why, Map.of(EvidenceKey.TOUCHED.wireName(), "false"));
  }

  private ApplicationProbe.Maintenance look()
      throws FailedException, IOException, InterruptedException {
    Optional<ApplicationProbe.Maintenance> now = probe.maintenance();
    return now.orElseThrow(() ->
        new FailedException(
            "the policy names neither application.drain nor application.maintenance"));
  }
}
