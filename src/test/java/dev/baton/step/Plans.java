package dev.baton.step;

import dev.baton.PairOfTwo;
import dev.baton.drill.DrillSteps;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Window;
import dev.baton.recovery.RecoverySteps;
import dev.baton.switchover.ForcedSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every plan there is, with every step it may have. */
public final class Plans {

  private Plans() {}

  /** The steps of all of them. */
  public static List<PlannedStep> all() {
    List<PlannedStep> all = new ArrayList<>(graceful("west_db"));
    all.addAll(ForcedSteps.plan());
    all.addAll(DrillSteps.plan());
    PairState pair = PairOfTwo.serving("a");
    all.addAll(ForcedSteps.attested(new Steps(), pair, "b_db"));
    all.addAll(ForcedSteps.commanded(pair, ""));
    all.addAll(RecoverySteps.resolve(pair, "a_db"));
    Arrays.stream(Rejoin.Kind.values())
        .filter(kind -> kind != Rejoin.Kind.REFUSE)
        .forEach(kind -> all.addAll(RecoverySteps.plan(kind)));
    all.addAll(RecoverySteps.plan(new Window(Optional.of(Instant.EPOCH), Optional.empty())));
    all.addAll(RecoverySteps.prune(PairOfTwo.serving("b")));
    return all;
  }

  /** From A to B. */
  public static List<PlannedStep> graceful(String synchronous) {
    PairState pair = PairOfTwo.serving("a");
    Steps steps = new Steps();
    GracefulSwitch.plan(
        steps, pair.primarySite(), pair.standbySite(), "10.0.0.2:7443", synchronous);
    return steps.list();
  }
}
