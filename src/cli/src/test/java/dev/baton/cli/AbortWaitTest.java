package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An abort of an operation that waits for a person is accepted before it leaves that wait. */
class AbortWaitTest {

  private static final String LOOK = "GET /v1/operations/" + Answers.OPERATION;
  private static final String ABORT = LOOK.replace("GET", "POST") + "/abort";

  @ParameterizedTest
  @ValueSource(strings = {"PAUSED", "AWAITING_APPROVAL"})
  void theWaitThatItEndsIsWaitedThrough(String state) throws IOException {
    String before = version(20, Answers.operation(state, ""));
    String accepted = version(21, before);
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(LOOK, before, accepted, accepted, version(30, Answers.ended("ROLLED_BACK")))
          .answering(ABORT, Answers.accepted(accepted));

      Typed typed = Shell.at(standIn).run("abort", Answers.OPERATION, "-r", "x", "--wait");

      assertThat(typed.exit()).isZero();
      assertThat(typed.out()).contains("ROLLED_BACK").doesNotContain("It waits for a person");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAUSED", "AWAITING_APPROVAL"})
  void aWaitThatItComesToCounts(String state) throws IOException {
    String before = version(20, Answers.operation("RUNNING", ""));
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(
              LOOK,
              before,
              version(21, before),
              version(22, Answers.operation("ROLLING_BACK", "")),
              version(23, Answers.operation(state, "")))
          .answering(ABORT, Answers.accepted(version(21, before)));

      Typed typed = Shell.at(standIn).run("abort", Answers.OPERATION, "-r", "x", "--wait");

      assertThat(typed.exit()).isEqualTo(4);
      assertThat(typed.out()).contains("It waits for a person");
    }
  }

  private static String version(long version, String operation) {
    return operation.replaceAll("\"version\":\\d+", "\"version\":" + version);
  }
}
