package dev.baton.drill;

import dev.baton.http.ProblemException;
import dev.baton.operation.runbook.RunbookPlanner;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.OperationKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Plans the printed runbooks of drills. */
@ApplicationScoped
class DrillRunbookPlanner implements RunbookPlanner {

  @Override
  public OperationKind kind() {
    return OperationKind.DRILL;
  }

  @Override
  public RunbookPlan plan(PairState pair, RunbookChoices asked) {
    if (asked.mode().isPresent()) {
      throw ProblemException.badRequest("mode", "is for operation=switchover; leave it out");
    }
    if (asked.rejoin().isPresent() || asked.returnHome().isPresent()) {
      throw ProblemException.badRequest("rejoin", "is for operation=recovery; leave it out");
    }
    return new RunbookPlan(
        "drill on a copy of %s".formatted(pair.standbySite().name()),
        DrillPlan.plan(pair, pair.hasApplication()),
        pair.hasApplication()
            ? List.of("The step drill-application is part of a drill only when it is asked for.")
            : List.of());
  }
}
