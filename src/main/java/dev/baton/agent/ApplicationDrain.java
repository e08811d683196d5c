package dev.baton.agent;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Lets the application finish its work and take no more (GoCD maintenance mode), or work again. */
final class ApplicationDrain {

  private static final long POLL_MILLIS = 100;

  private final ApplicationProbe probe;
  private final ApplicationProcess process;

  ApplicationDrain(Parts parts) {
    this.probe = parts.probe().orElseThrow();
    this.process = parts.application().orElseThrow();
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    boolean drained = Choice.truth(run, "drained");
    if (!drained && !process.status().running()) {
      return Map.of("already", "true", "drained", "false", "runningJobs", "");
    }
    ApplicationProbe.Maintenance before = look();
    if (before.drained() != drained) {
      probe.setMaintenance(drained);
    }
    boolean quiet =
        Waiting.until(
            () -> {
              ApplicationProbe.Maintenance now = look();
              run.progress().accept(Map.of("runningJobs", String.join(",", now.jobs())));
              return now.drained() == drained && !(drained && now.busy());
            },
            run.deadline(),
            POLL_MILLIS);
    ApplicationProbe.Maintenance after = look();
    Map<String, String> facts =
        Map.of(
            "already", Boolean.toString(before.drained() == drained),
            "drained", Boolean.toString(after.drained()),
            "runningJobs", String.join(",", before.jobs()));
    if (!quiet) {
      throw new FailedException("still at work: " + String.join(", ", after.jobs()), facts);
    }
    return facts;
  }

  private ApplicationProbe.Maintenance look() throws FailedException, IOException {
    Optional<ApplicationProbe.Maintenance> now = probe.maintenance();
    return now.orElseThrow(
        () -> new FailedException("the policy names no application.maintenance"));
  }
}
