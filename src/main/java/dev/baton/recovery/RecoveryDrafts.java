package dev.baton.recovery;

import dev.baton.http.ProblemException;
import dev.baton.operation.Drafts;
import dev.baton.pair.PairState;
import dev.baton.pair.Window;
import dev.baton.step.Readings;
import dev.baton.step.Rejoin;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Recoveries for paper. */
@ApplicationScoped
class RecoveryDrafts implements Drafts {

  private final RecoveryChoice choices;

  RecoveryDrafts(RecoveryChoice choices) {
    this.choices = choices;
  }

  @Override
  public String operation() {
    return "recovery";
  }

  @Override
  public Draft draft(PairState pair, Asked asked) {
    if (asked.mode().isPresent()) {
      throw ProblemException.badRequest("mode", "is for operation=switchover; leave it out");
    }
    String rejoin = asked.rejoin().orElse("auto");
    RecoveryChoice.Asked wanted =
        new RecoveryChoice.Asked(
            rejoin, OnRewindFailure.PAUSE, asked.returnHome().orElse(false), Window.ANY);
    Readings now = choices.look(pair);
    try {
      return draft(pair, choices.choose(pair, wanted, now), List.of());
    } catch (ProblemException e) {
      if (e.problem().kind().status() == 400) {
        throw e;
      }
      // A base backup brings back whatever there is; the others may turn out not to.
      Rejoin.Kind assumed = rejoin.equals("auto") ? Rejoin.Kind.BASEBACKUP : Rejoin.Kind.of(rejoin);
      return draft(
          pair,
          choices.with(pair, assumed, "", "", wanted, now),
          List.of(
              e.problem().detail(),
              "This plans a %s. The step inspect-old-primary tells what is needed;"
                      .formatted(assumed.word())
                  + " rejoin=follow, rewind or basebackup shows the procedure for each."));
    }
  }

  private static Draft draft(PairState pair, RecoveryPlan.Choice choice, List<String> doubts) {
    return new Draft(
        "recovery of %s by %s%s"
            .formatted(
                pair.standbySite().name(),
                choice.rejoin().word(),
                choice.returnHome() ? ", then home" : ""),
        RecoveryPlan.plan(pair, choice),
        doubts);
  }
}
