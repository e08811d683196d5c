package dev.baton.drill;

import dev.baton.http.ProblemException;
import dev.baton.operation.Drafts;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Drills for paper. */
@ApplicationScoped
class DrillDrafts implements Drafts {

  @Override
  public String operation() {
    return "drill";
  }

  @Override
  public Draft draft(PairState pair, Asked asked) {
    if (asked.mode().isPresent()) {
      throw ProblemException.badRequest("mode", "is for operation=switchover; leave it out");
    }
    if (asked.rejoin().isPresent() || asked.returnHome().isPresent()) {
      throw ProblemException.badRequest("rejoin", "is for operation=recovery; leave it out");
    }
    return new Draft(
        "drill on a copy of %s".formatted(pair.standbySite().name()),
        DrillPlan.plan(pair, true),
        List.of("The step drill-application is part of a drill only when it is asked for."));
  }
}
