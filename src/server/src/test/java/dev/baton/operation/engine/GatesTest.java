package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairEvent.ResumeRequested;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A window from three to four o'clock behind a gate. */
class GatesTest {

  private static final Instant THREE = Instant.parse("2026-02-01T03:00:00Z");
  private static final Instant FOUR = Instant.parse("2026-02-01T04:00:00Z");
  private static final MaintenanceWindow WINDOW =
      new MaintenanceWindow(Optional.of(THREE), Optional.of(FOUR));

  private static PairState approved() {
    return Situations.begun(
        Situations.homeIn(WINDOW),
        new ApprovalRequested(Situations.OPERATION, "gate", "hash", FOUR),
        new OperationApproved(Situations.OPERATION, "gate", "hash"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-02-01T02:59:59Z | ",
        "2026-02-01T03:00:00Z | StepDone",
        "2026-02-01T04:00:00Z | StepDone",
        "2026-02-01T04:00:01Z | OperationEnded TIMED_OUT",
      })
  void whatIsApprovedBeginsInTheWindowAndNeverAfterIt(Instant now, String expected) {
    List<PairEvent> events = OperationDecider.next(approved(), now);

    assertThat(Situations.words(events)).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void whoIsAskedEarlyMayAnswerUntilTheWindowCloses() {
    PairState state = Situations.begun(Situations.homeIn(WINDOW));

    List<PairEvent> events = OperationDecider.next(state, Instant.parse("2026-01-20T00:00:00Z"));

    assertThat(events)
        .containsExactly(new ApprovalRequested(Situations.OPERATION, "gate", "hash", FOUR));
  }

  @Test
  void endsByItselfWhenNobodyApprovedInTheWindow() {
    PairState state =
        Situations.begun(
            Situations.homeIn(WINDOW),
            new ApprovalRequested(Situations.OPERATION, "gate", "hash", FOUR));

    List<PairEvent> events = OperationDecider.next(state, FOUR.plusSeconds(1));

    assertThat(events).singleElement().isInstanceOf(OperationEnded.class);
    assertThat(((OperationEnded) events.getFirst()).halfDone().orElseThrow())
        .startsWith("the window closed at 2026-02-01T04:00:00Z");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2026-02-01T04:00:00Z, StepStarted",
    "2026-02-01T04:00:01Z, OperationEnded TIMED_OUT",
  })
  void whatWasLetThroughInTimeAndHeldBeginsInTheWindowToo(Instant resumed, String expected) {
    PairState state =
        approved()
            .after(new StepDone(Situations.OPERATION, "window", false, Map.of(), Duration.ZERO))
            .after(new OperationHeld(Situations.OPERATION, "hands off"))
            .after(new ResumeRequested(Situations.OPERATION));

    List<PairEvent> events = OperationDecider.next(state, resumed);

    assertThat(Situations.words(events)).startsWith(expected);
  }

  @Test
  void abortInTheWaitEndsItAtOnceWithNothingToTakeBack() {
    PairState state = approved().after(new AbortRequested(Situations.OPERATION));

    List<PairEvent> events = OperationDecider.next(state, THREE.minusSeconds(60));

    assertThat(Situations.words(events)).isEqualTo("OperationEnded ABORTED");
  }

  @Test
  void saysWhatItWaitsFor() {
    OperationState operation = approved().running().orElseThrow();

    Optional<String> why = Gates.why(operation);

    assertThat(why).contains("window waits until 2026-02-01T03:00:00Z");
  }
}
