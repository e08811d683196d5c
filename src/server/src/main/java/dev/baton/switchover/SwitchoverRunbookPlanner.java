package dev.baton.switchover;

import dev.baton.assessment.PairSnapshot;
import dev.baton.assessment.Readiness;
import dev.baton.host.ObservationResult;
import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.operation.runbook.RunbookPlanner;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.SwitchoverMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Plans the printed runbooks of switchovers. */
@ApplicationScoped
class SwitchoverRunbookPlanner implements RunbookPlanner {

  private final GracefulPrecheck gracefulPrecheck;
  private final ForcedPrecheck forcedPrecheck;

  SwitchoverRunbookPlanner(GracefulPrecheck gracefulPrecheck, ForcedPrecheck forcedPrecheck) {
    this.gracefulPrecheck = gracefulPrecheck;
    this.forcedPrecheck = forcedPrecheck;
  }

  @Override
  public OperationKind kind() {
    return OperationKind.SWITCHOVER;
  }

  @Override
  public RunbookPlan plan(PairState pair, RunbookChoices asked) {
    if (asked.rejoin().isPresent() || asked.returnHome().isPresent()) {
      throw ProblemException.badRequest(
          asked.rejoin().isPresent() ? "rejoin" : "returnHome",
          "is for operation=recovery; leave it out");
    }
    SwitchoverMode mode =
        asked
            .mode()
            .map(text -> Fields.required("mode", text, SwitchoverMode::of))
            .orElse(SwitchoverMode.GRACEFUL);
    boolean forced = mode == SwitchoverMode.FORCED;
    PairSnapshot now = gracefulPrecheck.look(pair);
    return new RunbookPlan(
        "%s switchover from %s to %s"
            .formatted(mode.word(), pair.primary(), pair.standbySite().name()),
        forced ? forcedPrecheck.forced(pair, now) : gracefulPrecheck.graceful(pair, now),
        doubts(pair, now, forced));
  }

  private static List<String> doubts(PairState pair, PairSnapshot now, boolean forced) {
    List<String> doubts = new ArrayList<>();
    Readiness readiness = forced ? Readiness.forced(pair, now) : Readiness.graceful(pair, now);
    readiness
        .open()
        .forEach(check ->
            doubts.add("%s: %s. %s.".formatted(check.name(), check.measured(), check.remedy())));
    HostId standby = pair.standbySite().database();
    if (now.observations().get(standby) instanceof ObservationResult.NotSeen) {
      doubts.add(
          "Whether synchronous_standby_names is set on %s could not be read. If it is, empty it"
                  .formatted(standby)
              + " there before the promotion, and put it back when a standby streams again.");
    }
    if (forced) {
      doubts.add(
          "A forced switchover can lose what %s never sent to %s."
              .formatted(pair.primarySite().database(), standby));
    }
    return doubts;
  }
}
