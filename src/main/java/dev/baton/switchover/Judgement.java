package dev.baton.switchover;

import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.step.Check.Verdict;
import dev.baton.step.GracefulSwitch;
import dev.baton.step.Readiness;
import dev.baton.step.Readings;
import dev.baton.step.Steps;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at all hosts before a graceful switchover is accepted, and refuses with what was found. */
@ApplicationScoped
class Judgement {

  private final HostAgent agent;
  private final HostInventory inventory;

  Judgement(HostAgent agent, HostInventory inventory) {
    this.agent = agent;
    this.inventory = inventory;
  }

  /** The plan of a graceful switchover; refused when any check is not met or cannot be made. */
  List<PlannedStep> gracefulPlan(PairState pair) {
    Readings now = look(pair);
    requireReady(pair, Readiness.graceful(pair, now));
    return graceful(pair, now);
  }

  Readings look(PairState pair) {
    return Readings.take(agent, pair);
  }

  /** The plan as it follows from what was read, whether or not it could be started. */
  List<PlannedStep> graceful(PairState pair, Readings now) {
    Steps steps = new Steps();
    Site to = pair.standbySite();
    String endpoint = inventory.endpoint(to.application()).orElse("");
    GracefulSwitch.plan(steps, pair, endpoint, synchronous(now, to.database()));
    return steps.list();
  }

  static void requireReady(PairState pair, Readiness readiness) {
    if (readiness.verdict() != Verdict.READY) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.NOT_READY,
                  "%s is not ready: %s."
                      .formatted(
                          pair.pair(),
                          readiness.open().stream()
                              .map(check -> check.name() + " (" + check.measured() + ")")
                              .collect(Collectors.joining("; "))))
              .with("checks", readiness.open()));
    }
  }

  static String synchronous(Readings now, HostId database) {
    return now.of(database)
        .map(o -> o.postgres().getOrDefault("synchronousStandbyNames", ""))
        .orElse("");
  }
}
