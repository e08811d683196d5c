package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.operation.api.NewOperation;
import dev.baton.operation.engine.Situations.Point;
import dev.baton.pair.PairEvent.ReopeningRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.plan.PlanBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left behind, and which operation brings it on or back, at every point of an abort. */
class LeftoverSummaryTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PENDING                          | east is primary as before; start the operation again
          HELD                             | not taken back: close. east is primary by record, but may not serve: bring it back by hand, or start a forced switchover to west.
          PAUSED_AT_THE_PROMOTION          | the promotion of west was tried and may have happened; see which database writes before anything is started.
          PAUSED_ON_THE_WAY_BACK           | not taken back: close.
          HELD_PROMOTED                    | west is primary; not done: open, join. A recovery of east completes it.
          ESCALATED                        | begun and not taken back: beside, close, fence. east is primary by record, but may not serve: a forced switchover to west completes it.
          """)
  void saysWhatIsLeftAndWhatCompletesIt(Point point, String expected) {
    PairState state = point.state();

    String said = LeftoverSummary.of(state.operation().orElseThrow());

    assertThat(said).startsWith(expected);
  }

  /** Nobody is out: its primary only has to serve again. */
  @Test
  void reopeningThatIsCutShortLeavesItsPrimaryInPlace() {
    PairState idle = Situations.idle();
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("open", OnRefusal.PAUSE);
    planBuilder.leaf(idle.primarySite().application(), "take-address", Map.of());
    PairState state =
        idle.after(
                new ReopeningRequested(
                    Situations.OPERATION, idle.primary(), idle.standbySite().name()))
            .after(NewOperation.plan(Situations.OPERATION, planBuilder.list()));

    String said = LeftoverSummary.of(state.operation().orElseThrow());

    assertThat(said)
        .isEqualTo(
            "east is primary, but may not serve; not done: take-address@%s. Another recovery completes it."
                .formatted(idle.primarySite().application()));
  }
}
