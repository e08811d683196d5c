package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.operation.engine.Situations.Point;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.StepDone;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeEventsTest {

  private static OperationState after(Map<String, String> evidence) {
    return Point.HELD_PROMOTED
        .state()
        .after(new StepDone(Situations.OPERATION, "open", false, evidence, Duration.ZERO))
        .operation()
        .orElseThrow();
  }

  @Test
  void changedFilesThatWereOverwrittenAreAnException() {
    OperationEnded ended =
        OutcomeEvents.completed(
            after(Map.of("overwritten", "on b-app: config in /srv/config.overwritten/x")));

    assertThat(ended.outcome()).isEqualTo(Outcome.COMPLETED_WITH_EXCEPTIONS);
    assertThat(ended.exceptions())
        .containsExactly(
            "open overwrote changes, which are kept on b-app: config in /srv/config.overwritten/x");
    assertThat(ended.halfDone()).isEmpty();
  }

  @Test
  void failedHookThatItsPolicyIgnoresIsAnException() {
    OperationEnded ended = OutcomeEvents.completed(after(Map.of("ignored", "/x ended with 4")));

    assertThat(ended.outcome()).isEqualTo(Outcome.COMPLETED_WITH_EXCEPTIONS);
    assertThat(ended.exceptions())
        .containsExactly("open failed, which its policy ignores: /x ended with 4");
  }

  @Test
  void undoThatWasGivenUpIsAnExceptionWithItsReason() {
    OperationState operation = Point.PAUSED_ON_THE_WAY_BACK.state().operation().orElseThrow();

    OperationEnded ended = OutcomeEvents.of(operation, Outcome.ABORTED, Optional.empty());

    assertThat(ended.exceptions()).containsExactly("undo close: perhaps not done: no answer");
  }

  @Test
  void withoutThatItIsAPlainSuccess() {
    assertThat(OutcomeEvents.completed(after(Map.of())).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }
}
