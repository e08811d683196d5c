package dev.baton.switchover;

import dev.baton.assessment.Check.Verdict;
import dev.baton.assessment.PairSnapshot;
import dev.baton.assessment.Readiness;
import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.plan.GracefulSwitch;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.PolicyParts;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/** Checks all hosts before a graceful switchover is accepted, and refuses with what was found. */
@ApplicationScoped
class GracefulPrecheck {

  private final HostAgent agent;
  private final HostInventory inventory;

  GracefulPrecheck(HostAgent agent, HostInventory inventory) {
    this.agent = agent;
    this.inventory = inventory;
  }

  /** The plan of a graceful switchover; refused when any check is not met or cannot be made. */
  List<PlannedStep> gracefulPlan(PairState pair) {
    PairSnapshot now = look(pair);
    requireReady(pair, Readiness.graceful(pair, now));
    return graceful(pair, now);
  }

  PairSnapshot look(PairState pair) {
    return PairSnapshot.take(agent, pair);
  }

  /** The plan as it follows from what was read, whether or not it could be started. */
  List<PlannedStep> graceful(PairState pair, PairSnapshot now) {
    PlanBuilder planBuilder = new PlanBuilder();
    Site to = pair.standbySite();
    String endpoint = inventory.endpoint(to.application()).orElse("");
    PolicyParts parts = PolicyParts.of(now, pair.primarySite(), to);
    GracefulSwitch.plan(planBuilder, pair, parts, endpoint, synchronous(now, to.database()));
    return planBuilder.list();
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

  static String synchronous(PairSnapshot now, HostId database) {
    return now.of(database)
        .map(o -> Evidence.of(o.postgres()).text(EvidenceKey.SYNCHRONOUS_STANDBY_NAMES))
        .orElse("");
  }
}
