package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Lets the application finish its work and take no more (GoCD maintenance mode), or work again. */
public final class ApplicationDrain {

  private static final long POLL_MILLIS = 100;

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
    ApplicationProbe.Maintenance before = look();
    if (before.drained() != drained) {
      probe.setMaintenance(drained);
    }
    boolean quiet =
        Poll.until(
            () -> {
              ApplicationProbe.Maintenance now = look();
              actionContext
                  .progress()
                  .accept(
                      Map.of(EvidenceKey.RUNNING_JOBS.wireName(), String.join(",", now.jobs())));
              return now.drained() == drained && !(drained && now.busy());
            },
            actionContext.deadline(),
            POLL_MILLIS);
    ApplicationProbe.Maintenance after = look();
    Map<String, String> facts =
        Map.of(
            EvidenceKey.ALREADY.wireName(), Boolean.toString(before.drained() == drained),
            EvidenceKey.DRAINED.wireName(), Boolean.toString(after.drained()),
            EvidenceKey.RUNNING_JOBS.wireName(), String.join(",", before.jobs()));
    if (!quiet) {
      throw new FailedException("still at work: " + String.join(", ", after.jobs()), facts);
    }
    return facts;
  }

  private ApplicationProbe.Maintenance look()
      throws FailedException, IOException, InterruptedException {
    Optional<ApplicationProbe.Maintenance> now = probe.maintenance();
    return now.orElseThrow(
        () -> new FailedException("the policy names no application.maintenance"));
  }
}
