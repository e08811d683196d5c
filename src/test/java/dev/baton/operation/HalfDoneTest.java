package dev.baton.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.operation.Situations.Point;
import dev.baton.pair.PairState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left behind, and which operation brings it on or back, at every point of an abort. */
class HalfDoneTest {

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

    String said = HalfDone.of(state.operation().orElseThrow());

    assertThat(said).startsWith(expected);
  }
}
