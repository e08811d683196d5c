package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.host.AgentReply;
import dev.baton.operation.engine.Situations.Answer;
import dev.baton.operation.engine.Situations.Situation;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairState;
import dev.baton.protocol.RefusalCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every situation of the engine × every answer of a host. */
class OperationDeciderTest {

  static Stream<Arguments> table() {
    return Stream.of(
        arguments(Situation.BEFORE_PROMOTION, Answer.DONE, "StepDone, StepStarted"),
        arguments(
            Situation.BEFORE_PROMOTION,
            Answer.REFUSED,
            "StepRefused, RollbackStarted, StepStarted"),
        arguments(
            Situation.BEFORE_PROMOTION, Answer.FAILED, "StepRefused, RollbackStarted, StepStarted"),
        arguments(Situation.BEFORE_PROMOTION, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.BESIDE_ANOTHER, Answer.DONE, "StepDone"),
        arguments(Situation.BESIDE_ANOTHER, Answer.REFUSED, "StepRefused"),
        arguments(Situation.BESIDE_ANOTHER, Answer.FAILED, "StepRefused"),
        arguments(Situation.BESIDE_ANOTHER, Answer.UNKNOWN, "StepUnknown"),
        arguments(Situation.AT_PROMOTION, Answer.DONE, "StepDone, PrimaryPromoted, StepStarted"),
        arguments(
            Situation.AT_PROMOTION, Answer.REFUSED, "StepRefused, RollbackStarted, StepStarted"),
        arguments(Situation.AT_PROMOTION, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.AT_PROMOTION, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.AFTER_PROMOTION, Answer.DONE, "StepDone, StepStarted"),
        arguments(Situation.AFTER_PROMOTION, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.AFTER_PROMOTION, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.AFTER_PROMOTION, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(
            Situation.AT_LAST_STEP,
            Answer.DONE,
            "StepDone, StandbyJoined, OperationEnded SUCCEEDED"),
        arguments(Situation.AT_LAST_STEP, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.AT_LAST_STEP, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.AT_LAST_STEP, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.BEFORE_A_GATE, Answer.DONE, "StepDone, ApprovalRequested"),
        arguments(Situation.BEFORE_A_GATE, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.BEFORE_A_GATE, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.BEFORE_A_GATE, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(
            Situation.WITH_A_FALL_BACK, Answer.DONE, "StepDone, StepDone, StepDone, StepStarted"),
        arguments(Situation.WITH_A_FALL_BACK, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.WITH_A_FALL_BACK, Answer.FAILED, "StepRefused, ApprovalRequested"),
        arguments(Situation.WITH_A_FALL_BACK, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.AT_THE_FALL_BACK, Answer.DONE, "StepDone, StepStarted"),
        arguments(Situation.AT_THE_FALL_BACK, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.AT_THE_FALL_BACK, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.AT_THE_FALL_BACK, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.PAUSE_ASKED, Answer.DONE, "StepDone, OperationHeld"),
        arguments(
            Situation.PAUSE_ASKED, Answer.REFUSED, "StepRefused, RollbackStarted, StepStarted"),
        arguments(
            Situation.PAUSE_ASKED, Answer.FAILED, "StepRefused, RollbackStarted, StepStarted"),
        arguments(Situation.PAUSE_ASKED, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.PAUSE_ASKED_LATE, Answer.DONE, "StepDone, OperationHeld"),
        arguments(Situation.PAUSE_ASKED_LATE, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.PAUSE_ASKED_LATE, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.PAUSE_ASKED_LATE, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(
            Situation.AT_LAST_STEP_AFTER_A_SKIP,
            Answer.DONE,
            "StepDone, StandbyJoined, OperationEnded COMPLETED_WITH_EXCEPTIONS"),
        arguments(
            Situation.AT_LAST_STEP_AFTER_A_SKIP, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(
            Situation.AT_LAST_STEP_AFTER_A_SKIP, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(
            Situation.AT_LAST_STEP_AFTER_A_SKIP, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.ABORT_ASKED, Answer.DONE, "StepDone, RollbackStarted, StepStarted"),
        arguments(
            Situation.ABORT_ASKED, Answer.REFUSED, "StepRefused, RollbackStarted, StepStarted"),
        arguments(
            Situation.ABORT_ASKED, Answer.FAILED, "StepRefused, RollbackStarted, StepStarted"),
        arguments(
            Situation.ABORT_ASKED,
            Answer.UNKNOWN,
            "StepUnknown, OperationPaused, RollbackStarted, StepStarted"),
        arguments(Situation.ABORT_ASKED_LATE, Answer.DONE, "StepDone, OperationEnded ABORTED"),
        arguments(
            Situation.ABORT_ASKED_LATE,
            Answer.REFUSED,
            "StepRefused, OperationPaused, OperationEnded ABORTED"),
        arguments(
            Situation.ABORT_ASKED_LATE,
            Answer.FAILED,
            "StepRefused, OperationPaused, OperationEnded ABORTED"),
        arguments(
            Situation.ABORT_ASKED_LATE,
            Answer.UNKNOWN,
            "StepUnknown, OperationPaused, OperationEnded ABORTED"),
        arguments(Situation.ROLLING_BACK, Answer.DONE, "StepDone, OperationEnded ROLLED_BACK"),
        arguments(Situation.ROLLING_BACK, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.ROLLING_BACK, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.ROLLING_BACK, Answer.UNKNOWN, "StepUnknown, OperationPaused"),
        arguments(Situation.ROLLING_BACK_AN_ABORT, Answer.DONE, "StepDone, OperationEnded ABORTED"),
        arguments(Situation.ROLLING_BACK_AN_ABORT, Answer.REFUSED, "StepRefused, OperationPaused"),
        arguments(Situation.ROLLING_BACK_AN_ABORT, Answer.FAILED, "StepRefused, OperationPaused"),
        arguments(Situation.ROLLING_BACK_AN_ABORT, Answer.UNKNOWN, "StepUnknown, OperationPaused"));
  }

  @ParameterizedTest(name = "{0}, answer {1}: {2}")
  @MethodSource("table")
  void recordsWhatFollows(Situation situation, Answer answer, String expected) {
    PairState state = situation.state();

    List<PairEvent> events = follow(state, situation, answer.reply());

    assertThat(Situations.words(events)).isEqualTo(expected);
  }

  @Test
  void everySituationIsTriedWithEveryAnswer() {
    List<String> tried = table().map(row -> row.get()[0] + " " + row.get()[1]).sorted().toList();

    List<String> all =
        Arrays.stream(Situation.values())
            .flatMap(s -> Arrays.stream(Answer.values()).map(a -> s + " " + a))
            .sorted()
            .toList();
    assertThat(tried).isEqualTo(all);
  }

  @Test
  void waitsForTheOthersBeforeItTurnsBack() {
    PairState state = Situation.BESIDE_ANOTHER.state();
    List<PairEvent> first = follow(state, Situation.BESIDE_ANOTHER, Answer.REFUSED.reply());
    for (PairEvent event : first) {
      state = state.after(event);
    }

    List<PairEvent> then = follow(state, "beside", false, Answer.DONE.reply());

    assertThat(Situations.words(then)).isEqualTo("StepDone, RollbackStarted, StepStarted");
  }

  @Test
  void pausesWhenNobodyApprovesInTime() {
    PairState state = Situations.waitingForApproval();

    List<PairEvent> events = OperationDecider.next(state, Situations.NOW.plusSeconds(100_000));

    assertThat(Situations.words(events)).isEqualTo("OperationPaused");
  }

  @Test
  void asksAgainAfterARetryAtTheGate() {
    PairState state =
        Situations.waitingForApproval()
            .after(new PairEvent.OperationPaused(Situations.OPERATION, "gate", "late"))
            .after(new PairEvent.RetryRequested(Situations.OPERATION, "gate"));

    List<PairEvent> events = OperationDecider.next(state, Situations.NOW);

    assertThat(Situations.words(events)).isEqualTo("ApprovalRequested");
  }

  @ParameterizedTest(name = "promotion {0}, tried again: {1}")
  @CsvSource({"UNKNOWN, UNREACHABLE", "FAILED, PRECONDITION_FAILED"})
  void neverTurnsBackAfterASecondTryAtThePromotion(Answer first, RefusalCode then) {
    PairState state = Situation.AT_PROMOTION.state();
    for (PairEvent event : follow(state, Situation.AT_PROMOTION, first.reply())) {
      state = state.after(event);
    }
    state = state.after(new PairEvent.RetryRequested(Situations.OPERATION, "promote"));
    for (PairEvent event : OperationDecider.next(state, Situations.NOW)) {
      state = state.after(event);
    }

    List<PairEvent> events =
        follow(state, "promote", false, new AgentReply.Refused(then, "no", Map.of()));

    assertThat(Situations.words(events)).isEqualTo("StepRefused, OperationPaused");
  }

  /** All others touched nothing, so the service comes back where it was. */
  private static final Set<RefusalCode> MAY_HAVE_TOUCHED =
      EnumSet.of(
          RefusalCode.FAILED,
          RefusalCode.TIMED_OUT,
          RefusalCode.ID_REUSED,
          RefusalCode.UNKNOWN_ID,
          RefusalCode.NOT_SO,
          RefusalCode.FILES_DIFFER,
          RefusalCode.LOST,
          RefusalCode.UNRECOGNISED);

  @ParameterizedTest(name = "promotion refused, {0}")
  @EnumSource
  void turnsBackAtThePromotionExactlyWhenNothingWasTouched(RefusalCode code) {
    List<PairEvent> events = refused(Situation.AT_PROMOTION, code);

    assertThat(Situations.words(events))
        .isEqualTo(
            MAY_HAVE_TOUCHED.contains(code)
                ? "StepRefused, OperationPaused"
                : "StepRefused, RollbackStarted, StepStarted");
  }

  @ParameterizedTest(name = "closing refused, {0}")
  @EnumSource
  void turnsBackBeforeThePromotionWhateverWasTouched(RefusalCode code) {
    List<PairEvent> events = refused(Situation.BEFORE_PROMOTION, code);

    assertThat(Situations.words(events)).isEqualTo("StepRefused, RollbackStarted, StepStarted");
  }

  private static List<PairEvent> refused(Situation situation, RefusalCode code) {
    return follow(situation.state(), situation, new AgentReply.Refused(code, "no", Map.of()));
  }

  private static List<PairEvent> follow(PairState state, Situation situation, AgentReply reply) {
    return follow(state, situation.step(), situation.undo(), reply);
  }

  private static List<PairEvent> follow(
      PairState before, String step, boolean undo, AgentReply reply) {
    List<PairEvent> all = new ArrayList<>();
    PairState state = before;
    List<PairEvent> next = StepSettlement.of(state, step, undo, reply);
    while (!next.isEmpty()) {
      for (PairEvent event : next) {
        state = state.after(event);
        all.add(event);
      }
      next = OperationDecider.next(state, Situations.NOW);
    }
    return all;
  }
}
