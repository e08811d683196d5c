package dev.baton.switchover;

import dev.baton.assessment.DataLoss;
import dev.baton.assessment.LivenessFinding;
import dev.baton.assessment.PairSnapshot;
import dev.baton.assessment.SecondOpinions;
import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.host.HostMonitor;
import dev.baton.host.Observation;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.PolicyParts;
import dev.baton.plan.SiteHooks;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import dev.baton.step.judge.AgentEndpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks before a forced switchover is accepted whether the primary is gone, from all sides, and
 * refuses with what was found and what to do about it.
 */
@ApplicationScoped
class ForcedPrecheck {

  private final HostAgent agent;
  private final HostInventory inventory;
  private final HostMonitor hostMonitor;
  private final InstantSource clock;

  ForcedPrecheck(
      HostAgent agent, HostInventory inventory, HostMonitor hostMonitor, InstantSource clock) {
    this.agent = agent;
    this.inventory = inventory;
    this.hostMonitor = hostMonitor;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param found everything that speaks against calling the primary down, passed over or not
   */
  record ForcedVerdict(List<PlannedStep> steps, Set<LivenessFinding> found) {}

  /**
   * Judges and plans. It takes nothing for granted that an earlier plan did: every host is looked
   * at and fenced anew, and a database that was stopped cleanly tells by itself that nothing is
   * lost.
   *
   * @param planBuilder takes the plan
   */
  ForcedVerdict judge(
      PlanBuilder planBuilder, PairState pair, AcceptedLoss accept, OperatorStatements stated) {
    Map<HostId, String> endpoints = endpoints(pair);
    SecondOpinions opinions = SecondOpinions.take(agent, pair, endpoints);
    Refusals refusals = new Refusals(pair, opinions);
    refusals.requireStandby();
    Map<HostId, FenceMethod> fences = refusals.fences(stated);
    refusals.requireNoSignOfLife(fences);
    refusals.requireNoFinding(stated);
    PairSnapshot now = opinions.snapshot();
    refusals.requireReady();
    String synchronous = GracefulPrecheck.synchronous(now, pair.standbySite().database());
    refusals.requireUnprotected(synchronous);
    DataLoss.LastSight last = lastSight(pair, now);
    refusals.requireAccepted(accept, last, clock.instant());
    Map<String, String> seen = new HashMap<>(opinions.evidence());
    String overridden =
        opinions.findings().keySet().stream()
            .filter(stated.overridden()::containsKey)
            .map(LivenessFinding::word)
            .collect(Collectors.joining(" "));
    if (!overridden.isEmpty()) {
      seen.put("overridden", overridden);
    }
    ForcedSwitch.Judged judged =
        new ForcedSwitch.Judged(
            accept,
            last,
            synchronous,
            fences,
            seen,
            AgentEndpoints.params(pair.primarySite(), endpoints),
            PolicyParts.proves(now, pair.standbySite().application()),
            SiteHooks.of(now, pair.sites()));
    return new ForcedVerdict(
        ForcedSwitch.plan(planBuilder, pair, judged), opinions.findings().keySet());
  }

  /**
   * The plan to be shown, not carried out, as it follows from what was read: every host is fenced
   * where it stands.
   */
  List<PlannedStep> forced(PairState pair, PairSnapshot now) {
    return ForcedSwitch.plan(
        new PlanBuilder(),
        pair,
        new ForcedSwitch.Judged(
            AcceptedLoss.any(),
            lastSight(pair, now),
            GracefulPrecheck.synchronous(now, pair.standbySite().database()),
            Map.of(),
            Map.of(),
            AgentEndpoints.params(pair.primarySite(), endpoints(pair)),
            PolicyParts.proves(now, pair.standbySite().application()),
            SiteHooks.of(now, pair.sites())));
  }

  private Map<HostId, String> endpoints(PairState pair) {
    Site old = pair.primarySite();
    Map<HostId, String> endpoints = new HashMap<>();
    for (HostId host : List.of(old.application(), old.database())) {
      inventory.endpoint(host).ifPresent(endpoint -> endpoints.put(host, endpoint));
    }
    return endpoints;
  }

  /** A clean stop tells its own end; else the last time the watch saw it writing has to do. */
  private DataLoss.LastSight lastSight(PairState pair, PairSnapshot pairSnapshot) {
    HostId primary = pair.primarySite().database();
    Optional<Observation> now = pairSnapshot.of(primary);
    if (now.map(o -> "shut down".equals(Evidence.of(o.postgres()).text(EvidenceKey.CLUSTER_STATE)))
        .orElse(false)) {
      return new DataLoss.LastSight(
          lsn(now, EvidenceKey.CHECKPOINT_LSN), now.map(Observation::at), true, false);
    }
    Optional<Observation> last = hostMonitor.health(primary).lastPrimary();
    return new DataLoss.LastSight(
        lsn(last, EvidenceKey.WRITE_LSN),
        last.map(Observation::at),
        false,
        last.map(o -> DataLoss.synchronous(pair, o.postgres())).orElse(false));
  }

  private static Optional<Lsn> lsn(Optional<Observation> observation, EvidenceKey key) {
    return observation.flatMap(o -> Evidence.of(o.postgres()).lsn(key));
  }
}
