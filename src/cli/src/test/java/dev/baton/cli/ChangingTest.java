package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import dev.baton.cli.StandIn.Call;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that change something: what they send, and when they do not. */
class ChangingTest {

  private static final String START = "POST /v1/pairs/ci/switchovers";
  private static final String LOOK = "GET /v1/operations/" + Answers.OPERATION;
  private static final String RUNNING = Answers.operation("RUNNING", "");
  private static final String PAUSED =
      Answers.operation("PAUSED", ",\"why\":\"stop-database@east-db: no answer\"");

  @Test
  void aSwitchoverSaysItsKeyAndHowToFollowIt() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(START, Answers.accepted(RUNNING));

      Typed typed =
          Shell.at(standIn)
              .run(
                  "switchover",
                  "ci",
                  "--to",
                  "west",
                  "--reason",
                  "kernel update",
                  "--ticket",
                  "CHG-1",
                  "--plan-hash",
                  Answers.HASH);

      assertThat(typed.exit()).isZero();
      assertThat(typed.out())
          .contains(Answers.OPERATION + ": switchover (graceful) of ci, east -> west")
          .contains("baton watch " + Answers.OPERATION + " follows it");
      Call sent = standIn.change();
      assertThat(sent.body())
          .isEqualTo(
              "{\"mode\":\"graceful\",\"to\":\"west\",\"reason\":\"kernel update\",\"ticket\":\"CHG-1\",\"expectedPlanHash\":\"5f1c\"}");
      String key = sent.header("Idempotency-Key").replace("\"", "");
      assertThat(key).hasSize(36);
      assertThat(typed.err()).isEqualTo("baton: Idempotency-Key %s%n".formatted(key));
    }
  }

  @Test
  void aRepeatedCallHasTheKeyOfTheFirst() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(START, Answers.accepted(RUNNING));

      Typed typed =
          Shell.at(standIn)
              .run("switchover", "ci", "--to", "west", "-r", "x", "--idempotency-key", "k-1");

      assertThat(typed.exit()).isZero();
      assertThat(standIn.change().header("Idempotency-Key")).isEqualTo("\"k-1\"");
    }
  }

  @Test
  void aKeyThatIsNoneIsNotSent() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      Typed typed =
          Shell.at(standIn)
              .run("switchover", "ci", "--to", "west", "-r", "x", "--idempotency-key", "a b");

      assertThat(typed.exit()).isEqualTo(2);
      assertThat(standIn.calls()).isEmpty();
    }
  }

  @Test
  void aReasonIsAskedForWhereSomebodyCanAnswer() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("POST /v1/stop", Answers.STOPPED);

      Typed asked = Shell.at(standIn).typing("network work\n").run("stop");

      assertThat(asked.exit()).isZero();
      assertThat(asked.err()).contains("Why?");
      assertThat(standIn.change().body()).isEqualTo("{\"reason\":\"network work\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \n"})
  void withoutAReasonNothingIsSent(String typed) throws IOException {
    try (StandIn standIn = StandIn.start()) {
      Typed silent = Shell.at(standIn).typing(typed).run("stop");
      Typed nobody = Shell.at(standIn).run("stop");

      assertThat(silent.exit()).isEqualTo(2);
      assertThat(nobody.exit()).isEqualTo(2);
      assertThat(nobody.err()).contains("add --reason TEXT");
      assertThat(standIn.calls()).isEmpty();
    }
  }

  @Test
  void forceNeedsThePairsNameTyped() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(START, Answers.accepted(RUNNING));

      Typed typed =
          Shell.at(standIn)
              .typing("ci\n")
              .run(
                  "switchover",
                  "ci",
                  "--to",
                  "west",
                  "--forced",
                  "--accept-data-loss",
                  "unknown",
                  "--attest",
                  "east-db=breaker 4 is off = dark",
                  "--attested-at",
                  "2026-01-31T07:50:00Z",
                  "--override",
                  "address-answered=a leftover of the switch",
                  "--reason",
                  "east died");

      assertThat(typed.exit()).isZero();
      assertThat(typed.err())
          .contains("this forces ci to west and accepts this loss of data: unknown")
          .contains("Type the pair's name");
      assertThat(standIn.change().body())
          .contains("\"mode\":\"forced\"", "\"acceptDataLoss\":\"unknown\"")
          .contains("\"statement\":\"breaker 4 is off = dark\"", "\"host\":\"east-db\"")
          .contains("\"finding\":\"address-answered\"")
          .contains("\"at\":\"2026-01-31T07:50:00Z\"");
    }
  }

  @Test
  void aScriptConfirmsByOption() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(START, Answers.accepted(RUNNING));

      Typed typed = forced(Shell.at(standIn), "--confirm", "ci");

      assertThat(typed.exit()).isZero();
      assertThat(typed.err()).doesNotContain("Type the pair's name");
    }
  }

  @Test
  void whatIsNotConfirmedIsNotSent() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      Typed nobody = forced(Shell.at(standIn));
      Typed another = forced(Shell.at(standIn), "--confirm", "cd");
      Typed mistyped = forced(Shell.at(standIn).typing("c1\n"));
      Typed silent = forced(Shell.at(standIn).typing(""));

      assertThat(nobody.exit()).isEqualTo(2);
      assertThat(nobody.err()).contains("nothing was sent", "--confirm ci");
      assertThat(another.exit()).isEqualTo(2);
      assertThat(another.err()).contains("the pair is 'ci', and 'cd' was confirmed");
      assertThat(mistyped.exit()).isEqualTo(2);
      assertThat(silent.exit()).isEqualTo(2);
      assertThat(standIn.calls()).isEmpty();
    }
  }

  private static Typed forced(Shell shell, String... more) {
    String[] words = {"switchover", "ci", "--to", "west", "--forced", "--reason", "east died"};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return shell.run(all);
  }

  @Test
  void anAttestationHasATime() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      Typed typed = forced(Shell.at(standIn), "--confirm", "ci", "--attest", "east-db=off");

      assertThat(typed.exit()).isEqualTo(2);
      assertThat(typed.err()).contains("--attested-at");
      assertThat(standIn.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "retry", "abort"})
  void aMoveThatIsSafeOnAnyViewNamesNoVersion(String move) throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(LOOK, RUNNING)
          .answering(
              "POST /v1/operations/%s/%s".formatted(Answers.OPERATION, move),
              Answers.accepted(RUNNING));

      Typed typed = Shell.at(standIn).run(move, Answers.OPERATION, "-r", "not now");

      assertThat(typed.exit()).isZero();
      assertThat(standIn.change().body()).isEqualTo("{\"reason\":\"not now\"}");
      assertThat(standIn.change().header("If-Match")).isEqualTo("null");
    }
  }

  @Test
  void aSkipIsConfirmedAndOfWhatWasSeen() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(LOOK, PAUSED)
          .answering(
              "POST /v1/operations/%s/skip".formatted(Answers.OPERATION),
              Answers.accepted(RUNNING));

      Typed nobody = Shell.at(standIn).run("skip", Answers.OPERATION, "-r", "done by hand");
      Typed typed =
          Shell.at(standIn).typing("ci\n").run("skip", Answers.OPERATION, "-r", "done by hand");

      assertThat(nobody.exit()).isEqualTo(2);
      assertThat(typed.exit()).isZero();
      assertThat(typed.err()).contains("stop-database@east-db: no answer");
      assertThat(standIn.change().header("If-Match")).isEqualTo("\"17\"");
    }
  }

  @Test
  void anApprovalNamesThePlanAndTheVersion() throws IOException {
    String waits = Answers.operation("AWAITING_APPROVAL", ",\"why\":\"go home?\"");
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(
              "GET /v1/pairs/ci",
              Answers.pair(",\"operation\":\"%s\"".formatted(Answers.OPERATION)))
          .answering(LOOK, waits)
          .answering(
              "POST /v1/operations/%s/approve".formatted(Answers.OPERATION),
              Answers.accepted(RUNNING));

      Typed typed = Shell.at(standIn).run("approve", "ci", "-r", "looked at it");

      assertThat(typed.exit()).isZero();
      assertThat(typed.err()).contains("it asks: go home?");
      assertThat(standIn.change().header("If-Match")).isEqualTo("\"17\"");
      assertThat(standIn.change().body())
          .isEqualTo("{\"reason\":\"looked at it\",\"planHash\":\"5f1c\"}");
    }
  }

  @Test
  void aPairWithoutAnOperationHasNoneToSteer() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          "GET /v1/pairs/ci",
          Answers.pair(",\"lastOperation\":\"%s\"".formatted(Answers.OPERATION)));

      Typed idle = Shell.at(standIn).run("pause", "ci", "-r", "x");
      Typed unknown = Shell.at(standIn).run("pause", "cd", "-r", "x");

      assertThat(idle.exit()).isEqualTo(2);
      assertThat(idle.err()).contains("ci has no operation under way");
      assertThat(unknown.exit()).isEqualTo(2);
      assertThat(unknown.err()).contains("there is no operation and no pair 'cd'");
    }
  }

  @ParameterizedTest
  @CsvSource({"stop, /v1/stop", "release, /v1/stop/release"})
  void theStopOfEverythingShowsWhatItHolds(String word, String path) throws IOException {
    String stop =
        Answers.example(
            "StopView",
            """
            {"recorded":false,"operations":[
            {"operation":"switchover-1","pair":"ci","state":"RUNNING","held":false}]}
            """);
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("POST " + path, stop);

      Typed typed = Shell.at(standIn).run(word, "-r", "x");

      assertThat(typed.exit()).isZero();
      assertThat(typed.out())
          .contains("EVERYTHING IS STOPPED by admin")
          .contains("not on record yet")
          .contains("switchover-1 of ci is RUNNING and goes on");
    }
  }
}
