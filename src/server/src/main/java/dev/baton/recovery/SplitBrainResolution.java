package dev.baton.recovery;

import dev.baton.assessment.PairSnapshot;
import dev.baton.http.Fields;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.api.StartDecision;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.RejoinKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Decides how a split brain ends, once somebody has named the side that survives. */
@ApplicationScoped
class SplitBrainResolution {

  private final RecoveryPlanner planner;

  SplitBrainResolution(RecoveryPlanner planner) {
    this.planner = planner;
  }

  StartDecision decide(PairState pair, RecoveryRequest request) {
    SplitBrainSeen seen = pair.splitBrain().orElseThrow(() -> none(pair));
    if (request.rejoin() != null || Boolean.TRUE.equals(request.returnHome())) {
      throw ProblemException.badRequest(
          "survivor", "stands alone: what gives way is copied anew, and nothing moves after that");
    }
    SiteName name = Fields.required("survivor", request.survivor(), SiteName::new);
    Site survivor =
        pair.site(name)
            .orElseThrow(() ->
                ProblemException.badRequest(
                    "survivor", "'%s' is no site of %s".formatted(name, pair.pair())));
    Site other = pair.primary().equals(name) ? pair.standbySite() : pair.primarySite();
    PairSnapshot now = planner.look(pair);
    RecoveryPlanner.requireAnswers(now.observations());
    requireWrites(survivor, now);
    boolean follows = shows(now, other.database(), "receiver", "streaming");
    OperationId operation = NewOperation.name(OperationKind.RESOLVE);
    return StartDecision.of(
        new ResolveRequested(operation, seen.finding(), other.name(), name),
        NewOperation.plan(
            operation,
            ResolvePlan.plan(
                pair,
                survivor,
                other,
                planner.toResolve(
                    survivor, other, follows ? RejoinKind.FOLLOW : RejoinKind.BASEBACKUP, now))));
  }

  /** A standby is made primary by a switchover, with its checks, not by a word here. */
  private static void requireWrites(Site survivor, PairSnapshot now) {
    if (!shows(now, survivor.database(), "writable", "true")) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.NOT_READY,
                  "%s does not accept writes, so %s cannot survive as it is; name the other side."
                      .formatted(survivor.database(), survivor.name()))
              .with("hosts", List.of(survivor.database().value())));
    }
  }

  private static boolean shows(PairSnapshot now, HostId host, String key, String value) {
    return now.of(host).map(o -> value.equals(o.postgres().get(key))).orElse(false);
  }

  private static ProblemException none(PairState pair) {
    return new ProblemException(
        ProblemType.NO_SPLIT_BRAIN,
        "No split brain of %s is on record; leave survivor out for an ordinary recovery."
            .formatted(pair.pair()));
  }
}
