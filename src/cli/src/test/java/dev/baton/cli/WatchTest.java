package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import dev.baton.cli.StandIn.Call;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Following an operation: what is printed, and what it ends with. */
class WatchTest {

  private static final String LOOK = "GET /v1/operations/" + Answers.OPERATION;
  private static final String REPORT = LOOK + "/report";

  private static final String DRAINING =
      Answers.operation(
          "RUNNING",
          "",
          Answers.step("drain@east-app", "prepare", "RUNNING", "2026-01-31T08:00:01Z", ""),
          Answers.pending("stop-database@east-db", "close"));
  private static final String DRAINED =
      Answers.step("drain@east-app", "prepare", "DONE", "2026-01-31T08:00:01Z", ",\"ms\":900");
  private static final String STOPPED =
      Answers.step(
          "stop-database@east-db", "close", "DONE", "2026-01-31T08:00:03Z", ",\"ms\":1200");
  private static final String STUCK =
      Answers.operation(
          "PAUSED",
          ",\"why\":\"stop-database@east-db: no answer\"",
          DRAINED,
          Answers.step(
              "stop-database@east-db",
              "close",
              "UNKNOWN",
              "2026-01-31T08:00:03Z",
              ",\"ms\":60000,\"why\":\"no answer\""));

  @Test
  void whatHappensIsALineEachWithoutATerminal() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(
              LOOK, DRAINING, DRAINING, DRAINING, Answers.ended("SUCCEEDED", DRAINED, STOPPED))
          .answering(REPORT, Answers.report(3200));

      Typed typed = Shell.at(standIn).run("watch", Answers.OPERATION);

      assertThat(typed.exit()).isZero();
      assertThat(typed.out().lines())
          .containsExactly(
              Answers.OPERATION + ": switchover (graceful) of ci, east -> west",
              "  0:00  RUNNING",
              "  0:01  RUNNING    drain@east-app",
              "  0:01  DONE       drain@east-app  0.9 s",
              "  0:04  DONE       stop-database@east-db  1.2 s",
              "  0:10  SUCCEEDED",
              "SUCCEEDED  after 10.0 s  service gap 3.2 s  data loss ZERO");
    }
  }

  @Test
  void aTerminalHasAFooterThatIsPaintedOver() throws IOException {
    String copying =
        Answers.operation(
            "RUNNING",
            "",
            DRAINED,
            Answers.step(
                "copy-database@east-db",
                "close",
                "RUNNING",
                "2026-01-31T08:00:00Z",
                ",\"progress\":{\"bytes\":\"1500000\",\"bytesTotal\":\"3000000\"}"));
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(LOOK, copying, copying, copying, Answers.ended("SUCCEEDED", DRAINED))
          .answering(REPORT, Answers.report(3200));

      Typed typed = Shell.at(standIn).onScreen().run("watch", Answers.OPERATION);

      assertThat(typed.out())
          .contains("\033[32mRUNNING\033[0m  0:00  1 of 2 steps  service gap 3.2 s\n")
          .contains("  copy-database@east-db  0:01  1.5 MB of 3.0 MB\n")
          .contains("\033[2A\r\033[J")
          .doesNotContain("RUNNING\033[0m    copy-database");
      assertThat(typed.out().lines().filter(line -> line.contains("drain@east-app"))).hasSize(1);
    }
  }

  @Test
  void whatWaitsForAPersonEndsWithFourAndTheMoves() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(LOOK, STUCK).answering(REPORT, Answers.report(58000));

      Typed typed = Shell.at(standIn).run("watch", Answers.OPERATION);

      assertThat(typed.exit()).isEqualTo(4);
      assertThat(typed.out())
          .contains("UNKNOWN    stop-database@east-db  1 min 00 s  no answer")
          .contains("PAUSED  stop-database@east-db: no answer  service gap 58.0 s")
          .contains("open: retry, abort. For example: baton retry " + Answers.OPERATION);
    }
  }

  @Test
  void onRequestAWaitIsWaitedThrough() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(LOOK, STUCK, STUCK, STUCK, Answers.ended("SUCCEEDED", DRAINED, STOPPED))
          .answering(REPORT, Answers.report(3200));

      Typed typed = Shell.at(standIn).run("watch", Answers.OPERATION, "--keep-waiting");

      assertThat(typed.exit()).isZero();
      assertThat(typed.out().lines().filter(line -> line.contains("PAUSED"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, 0",
    "COMPLETED_WITH_EXCEPTIONS, 0",
    "FAILED, 1",
    "ROLLED_BACK, 1",
    "ABORTED, 1",
    "TIMED_OUT, 1",
    "REFUSED, 3",
    "SOMETHING_NEW, 1"
  })
  void theOutcomeIsTheExitCode(String outcome, int exit) throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(LOOK, Answers.ended(outcome));

      assertThat(Shell.at(standIn).run("watch", Answers.OPERATION).exit()).isEqualTo(exit);
    }
  }

  @Test
  void whatIsLeftIsTold() throws IOException {
    String failed =
        Answers.operation(
            "FAILED",
            """
            ,"outcome":"FAILED","endedAt":"2026-01-31T08:02:05Z",
            "halfDone":"the address is on nobody","exceptions":["skipped sync-files"]
            """);
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(LOOK, failed);

      Typed typed = Shell.at(standIn).run("watch", Answers.OPERATION);

      assertThat(typed.out())
          .contains("FAILED  after 2 min 05 s")
          .contains("left in between: the address is on nobody")
          .contains("exception: skipped sync-files");
    }
  }

  @ParameterizedTest
  @CsvSource({"abort, 0", "retry, 1"})
  void whoAskedForAnAbortGotIt(String move, int exit) throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(LOOK, DRAINING, Answers.ended("ROLLED_BACK"))
          .answering(LOOK.replace("GET", "POST") + "/" + move, Answers.accepted(DRAINING));

      Typed typed = Shell.at(standIn).run(move, Answers.OPERATION, "-r", "x", "--wait");

      assertThat(typed.exit()).isEqualTo(exit);
    }
  }

  @Test
  void aProgramGetsTheLastDocumentAlone() throws IOException {
    String last = Answers.ended("SUCCEEDED", DRAINED, STOPPED);
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(LOOK, DRAINING, DRAINING, last)
          .answering("POST /v1/pairs/ci/switchovers", Answers.accepted(DRAINING));

      Typed typed =
          Shell.at(standIn).run("switchover", "ci", "--to", "west", "-r", "x", "--wait", "--json");

      assertThat(typed.exit()).isZero();
      assertThat(typed.out()).isEqualTo(last + "\n");
      assertThat(standIn.calls())
          .extracting(Call::toString)
          .containsExactly("POST /v1/pairs/ci/switchovers", LOOK, LOOK, LOOK);
    }
  }

  @Test
  void aMinuteWithoutAnAnswerIsWaitedThroughAndNoMore() throws IOException {
    AtomicInteger pauses = new AtomicInteger();
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(LOOK, DRAINING);

      Typed typed =
          Shell.at(standIn)
              .meanwhile(time -> {
                if (pauses.incrementAndGet() == 3) {
                  standIn.die();
                }
              })
              .run("watch", Answers.OPERATION);

      assertThat(typed.exit()).isEqualTo(5);
      assertThat(pauses).hasValueBetween(60, 66);
    }
  }

  @Test
  void aDatabaseThatIsAwayForAMomentEndsNothing() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          LOOK,
          Answers.text(StandIn.JSON, DRAINING),
          Answers.problem(503, "database-unavailable", "It is not there", "Wait."),
          Answers.text(StandIn.JSON, Answers.ended("SUCCEEDED")));

      assertThat(Shell.at(standIn).run("watch", Answers.OPERATION).exit()).isZero();
    }
  }

  @Test
  void aPairStandsForTheOperationUnderWay() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(
              "GET /v1/pairs/ci",
              Answers.pair(
                  ",\"operation\":\"%s\",\"lastOperation\":\"%s\""
                      .formatted(Answers.OPERATION, Answers.OPERATION)))
          .answering(LOOK, Answers.ended("SUCCEEDED"));

      assertThat(Shell.at(standIn).run("watch", "ci").exit()).isZero();
    }
  }
}
