package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import dev.baton.cli.StandIn.Reply;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong while an operation is followed says nothing about the operation. */
class WatchTroubleTest {

  private static final String LOOK = "GET /v1/operations/" + Answers.OPERATION;
  private static final String STARTED = "2026-01-31T08:00:03Z";
  private static final Reply INTERNAL =
      Answers.problem(500, "internal", "Something went wrong", "See the log.");

  static Stream<Reply> troubles() {
    return Stream.of(
        INTERNAL,
        Answers.problem(403, "forbidden", "This token may not", "Use another."),
        Answers.problem(404, "not-found", "There is nothing here", "Look at the list."),
        new Reply(0, "", ""));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void aReportThatCannotBeHadChangesNoOutcome(Reply trouble) throws IOException {
    String ended =
        Answers.ended(
            "SUCCEEDED",
            Answers.step("stop-database@east-db", "close", "DONE", STARTED, ",\"ms\":1200"));
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(LOOK, ended).answering(LOOK + "/report", trouble);

      Typed typed = Shell.at(standIn).run("watch", Answers.OPERATION);

      assertThat(typed.exit()).isZero();
      assertThat(typed.out()).contains("SUCCEEDED  after 10.0 s");
      assertThat(typed.err()).isEmpty();
    }
  }

  @Test
  void anErrorInTheControlPlaneIsWaitedThrough() throws IOException {
    String running =
        Answers.operation(
            "RUNNING",
            "",
            Answers.step("drain@east-app", "prepare", "RUNNING", "2026-01-31T08:00:01Z", ""));
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          LOOK,
          Answers.text(StandIn.JSON, running),
          INTERNAL,
          INTERNAL,
          Answers.text(StandIn.JSON, Answers.ended("SUCCEEDED")));

      assertThat(Shell.at(standIn).run("watch", Answers.OPERATION).exit()).isZero();
    }
  }

  @Test
  void anErrorThatStaysEndsTheWatch() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          LOOK, Answers.text(StandIn.JSON, Answers.operation("RUNNING", "")), INTERNAL);

      Typed typed = Shell.at(standIn).run("watch", Answers.OPERATION);

      assertThat(typed.exit()).isEqualTo(1);
      assertThat(typed.err()).contains("Something went wrong");
    }
  }
}
