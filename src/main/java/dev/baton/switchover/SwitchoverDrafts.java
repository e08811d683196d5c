package dev.baton.switchover;

import dev.baton.host.Sight;
import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.operation.Drafts;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.step.Readiness;
import dev.baton.step.Readings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Switchovers for paper. */
@ApplicationScoped
class SwitchoverDrafts implements Drafts {

  private final Judgement judgement;
  private final ForcedJudgement forcedJudgement;

  SwitchoverDrafts(Judgement judgement, ForcedJudgement forcedJudgement) {
    this.judgement = judgement;
    this.forcedJudgement = forcedJudgement;
  }

  @Override
  public String operation() {
    return "switchover";
  }

  @Override
  public Draft draft(PairState pair, Asked asked) {
    if (asked.rejoin().isPresent() || asked.returnHome().isPresent()) {
      throw ProblemException.badRequest(
          asked.rejoin().isPresent() ? "rejoin" : "returnHome",
          "is for operation=recovery; leave it out");
    }
    String mode =
        Fields.required("mode", asked.mode().orElse("graceful"), SwitchoverResource::mode);
    boolean forced = mode.equals("forced");
    Readings now = judgement.look(pair);
    return new Draft(
        "%s switchover from %s to %s".formatted(mode, pair.primary(), pair.standbySite().name()),
        forced ? forcedJudgement.draft(pair, now) : judgement.graceful(pair, now),
        doubts(pair, now, forced));
  }

  private static List<String> doubts(PairState pair, Readings now, boolean forced) {
    List<String> doubts = new ArrayList<>();
    Readiness readiness = forced ? Readiness.forced(pair, now) : Readiness.graceful(pair, now);
    readiness
        .open()
        .forEach(check ->
            doubts.add("%s: %s. %s.".formatted(check.name(), check.measured(), check.remedy())));
    HostId standby = pair.standbySite().database();
    if (now.sights().get(standby) instanceof Sight.NotSeen) {
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
