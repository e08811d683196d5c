package dev.baton.switchover;

import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.host.Observation;
import dev.baton.host.Watch;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.step.DataLoss;
import dev.baton.step.Finding;
import dev.baton.step.Lsn;
import dev.baton.step.OldAgents;
import dev.baton.step.Opinions;
import dev.baton.step.Readiness;
import dev.baton.step.Readings;
import dev.baton.step.Steps;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for the primary from all sides before a forced switchover is accepted, and refuses with
 * what was found and what to do about it.
 */
@ApplicationScoped
class ForcedJudgement {

  private final HostAgent agent;
  private final HostInventory inventory;
  private final Watch watch;

  ForcedJudgement(HostAgent agent, HostInventory inventory, Watch watch) {
    this.agent = agent;
    this.inventory = inventory;
    this.watch = watch;
  }

  /**
   * What came of it.
   *
   * @param found everything that speaks against calling the primary down, passed over or not
   */
  record Verdict(List<PlannedStep> steps, Set<Finding> found) {}

  /**
   * Judges and plans. It takes nothing for granted that an earlier plan did: every host is looked
   * at and fenced anew, and a database that was stopped cleanly tells by itself that nothing is
   * lost.
   *
   * @param steps takes the plan
   */
  Verdict judge(Steps steps, PairState pair, String accept, Statements stated) {
    Map<HostId, String> endpoints = endpoints(pair);
    Opinions opinions = Opinions.take(agent, pair, endpoints);
    Refusals refusals = new Refusals(pair, opinions);
    refusals.requireStandby();
    Map<HostId, Fence> fences = refusals.fences(stated);
    refusals.requireNoSignOfLife(fences);
    refusals.requireNoFinding(stated);
    Readings now = opinions.readings();
    Judgement.requireReady(pair, Readiness.forced(pair, now));
    String synchronous = Judgement.synchronous(now, pair.standbySite().database());
    refusals.requireUnprotected(synchronous);
    DataLoss.LastSight last = lastSight(pair, now);
    refusals.requireAccepted(accept, last);
    Map<String, String> seen = new HashMap<>(opinions.evidence());
    String overridden =
        opinions.findings().keySet().stream()
            .filter(stated.overridden()::containsKey)
            .map(Finding::word)
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
            OldAgents.params(pair.primarySite(), endpoints));
    return new Verdict(ForcedSwitch.plan(steps, pair, judged), opinions.findings().keySet());
  }

  /** The plan for paper, as it follows from what was read: every host is fenced where it stands. */
  List<PlannedStep> draft(PairState pair, Readings now) {
    return ForcedSwitch.plan(
        new Steps(),
        pair,
        new ForcedSwitch.Judged(
            "unknown",
            lastSight(pair, now),
            Judgement.synchronous(now, pair.standbySite().database()),
            Map.of(),
            Map.of(),
            OldAgents.params(pair.primarySite(), endpoints(pair))));
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
  private DataLoss.LastSight lastSight(PairState pair, Readings readings) {
    HostId primary = pair.primarySite().database();
    Optional<Observation> now = readings.of(primary);
    if (now.map(o -> "shut down".equals(o.postgres().get("clusterState"))).orElse(false)) {
      return new DataLoss.LastSight(
          lsn(now, "checkpointLsn"), now.map(Observation::at), true, false);
    }
    Optional<Observation> last = watch.sight(primary).lastPrimary();
    return new DataLoss.LastSight(
        lsn(last, "writeLsn"),
        last.map(Observation::at),
        false,
        last.map(o -> DataLoss.synchronous(pair, o.postgres())).orElse(false));
  }

  private static Optional<Lsn> lsn(Optional<Observation> sight, String key) {
    return sight.flatMap(o -> Lsn.parse(o.postgres().getOrDefault(key, "")));
  }
}
