package dev.baton.recovery;

import dev.baton.assessment.PairSnapshot;
import dev.baton.http.ProblemException;
import dev.baton.operation.runbook.RunbookPlanner;
import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.RejoinKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Plans the printed runbooks of recoveries. */
@ApplicationScoped
class RecoveryRunbookPlanner implements RunbookPlanner {

  private final RecoveryPlanner planner;

  RecoveryRunbookPlanner(RecoveryPlanner planner) {
    this.planner = planner;
  }

  @Override
  public OperationKind kind() {
    return OperationKind.RECOVERY;
  }

  @Override
  public RunbookPlan plan(PairState pair, RunbookChoices asked) {
    if (asked.mode().isPresent()) {
      throw ProblemException.badRequest("mode", "is for operation=switchover; leave it out");
    }
    Optional<RejoinKind> rejoin = asked.rejoin().flatMap(RecoveryPlanner::rejoin);
    RecoveryPlanner.Asked wanted =
        new RecoveryPlanner.Asked(
            rejoin, OnRewindFailure.PAUSE, asked.returnHome().orElse(false), MaintenanceWindow.ANY);
    PairSnapshot now = planner.look(pair);
    try {
      return plan(pair, planner.choose(pair, wanted, now), List.of());
    } catch (ProblemException e) {
      if (e.problem().kind().status() == 400) {
        throw e;
      }
      // A base backup brings back whatever there is; the others may turn out not to.
      RejoinKind assumed = rejoin.orElse(RejoinKind.BASEBACKUP);
      return plan(
          pair,
          planner.with(pair, assumed, "", "", wanted, now),
          List.of(
              e.problem().detail(),
              "This plans a %s. The step inspect-old-primary tells what is needed;"
                      .formatted(assumed.word())
                  + " rejoin=follow, rewind or basebackup shows the procedure for each."));
    }
  }

  private static RunbookPlan plan(PairState pair, RecoveryPlan.Choice choice, List<String> doubts) {
    return new RunbookPlan(
        "recovery of %s by %s%s"
            .formatted(
                pair.standbySite().name(),
                choice.rejoin().word(),
                choice.returnHome() ? ", then home" : ""),
        RecoveryPlan.plan(pair, choice),
        doubts);
  }
}
