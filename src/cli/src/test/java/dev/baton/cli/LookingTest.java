package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import dev.baton.cli.StandIn.Call;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that change nothing: what they ask, and what they print. */
class LookingTest {

  @Test
  void statusOfAPairSaysWhatAnOperatorAsksFirst() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET /v1/pairs/ci", Answers.pair(",\"operation\":\"switchover-1\""))
          .answering("GET /v1/stop", Answers.NOTHING_STOPPED);

      Typed typed = Shell.at(standIn).run("status", "ci");

      assertThat(typed.exit()).isZero();
      assertThat(typed.out())
          .contains("ci: east is primary, west stands by; home east, term 7, address 10.77.0.100")
          .contains("service      up")
          .contains("streaming, 2.5 MB behind, 4 s")
          .contains("switchover   NOT_READY")
          .contains("switchover-1; baton watch switchover-1 follows it")
          .contains("west-db  west  database  unreachable  2026-01-31T07:30:00Z  no answer since")
          .contains("  replay lag: 12 MB; wait until it has replayed")
          .contains("  config OUT_OF_SYNC since 2026-01-31T07:40:00Z\n  keys UNKNOWN\n")
          .contains("  DRIFT files differ: config")
          .contains("  FINDING certificate of east-db ends soon")
          .doesNotContain("\033", "agents: 4 of 4", "STOPPED");
      assertThat(typed.err()).isEmpty();
    }
  }

  @Test
  void statusOfAllPairsHasALineForEachAndTheirWarnings() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET /v1/pairs", "{\"pairs\":[%s]}".formatted(Answers.pair("")))
          .answering("GET /v1/stop", Answers.STOPPED);

      Typed typed = Shell.at(standIn).run("status");

      assertThat(typed.out())
          .startsWith(
              "EVERYTHING IS STOPPED by admin since 2026-01-31T07:59:00Z: network work\n\nPAIR")
          .contains("ci    east     west     up       NOT_READY   READY")
          .contains("ci: DRIFT files differ: config");
    }
  }

  @Test
  void pairsAndHostsAreTables() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET /v1/pairs", "{\"pairs\":[]}")
          .answering("GET /v1/hosts", Answers.example("Hosts", "{}"));

      assertThat(Shell.at(standIn).run("pairs").out()).isEqualTo("No pair is registered.\n");
      assertThat(Shell.at(standIn).run("hosts").out())
          .contains("east-db  10.77.0.12:7443  2026-01-31T08:00:00Z");
    }
  }

  @Test
  void operationsComePageByPageUpToTheLimit() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          "GET /v1/operations",
          Answers.example("OperationList", "{\"next\":\"c1\"}"),
          Answers.example("OperationList", "{\"next\":\"c2\"}"));

      Typed typed = Shell.at(standIn).run("operations", "ci", "-n", "2");

      assertThat(typed.out())
          .contains(Answers.OPERATION + "  ci    graceful  east -> west  SUCCEEDED  2026-01-31")
          .contains("T08:15:30Z  admin  INC-7: maintenance of site east");
      assertThat(typed.out().lines()).hasSize(3);
      assertThat(standIn.calls())
          .extracting(Call::toString)
          .containsExactly(
              "GET /v1/operations?pair=ci&limit=2", "GET /v1/operations?pair=ci&limit=1&after=c1");
    }
  }

  @Test
  void theNewestEventIsTheLastLine() throws IOException {
    String what =
        "  2026-01-31T08:15:32Z  step.done  DONE"
            + "  ci/switchover-7km3q9xw2p/stop-database@east-db/east-db"
            + "  baton  INC-7: maintenance of site east";
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("GET /v1/events", Answers.events("", Answers.event(8), Answers.event(7)));

      Typed typed = Shell.at(standIn).run("events", "--type", "step.", "--from", "2026-01-31");

      assertThat(typed.out().lines()).containsExactly("     7" + what, "     8" + what);
      assertThat(standIn.calls().getFirst().query())
          .isEqualTo("type=step.&from=2026-01-31&order=desc&limit=20");
    }
  }

  @Test
  void followedEventsGoOnBehindTheLastOneAndBehindEmptyPages() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          "GET /v1/events",
          Answers.events("", Answers.event(8)),
          Answers.events("c1"),
          Answers.events("", Answers.event(12)),
          Answers.events(""));

      Typed typed =
          Shell.at(standIn)
              .meanwhile(time -> {
                if (standIn.calls().size() > 3) {
                  Thread.currentThread().interrupt();
                }
              })
              .run("events", "--follow", "--json");
      boolean interrupted = Thread.interrupted();

      assertThat(interrupted).isTrue();
      assertThat(typed.out().lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("{\"seq\":") && line.endsWith("}"));
      assertThat(standIn.calls())
          .extracting(Call::query)
          .containsExactly(
              "order=desc&limit=20",
              "order=asc&after=8",
              "order=asc&after=c1",
              "order=asc&after=12");
    }
  }

  @Test
  void aReportIsText() throws IOException {
    String report = "GET /v1/operations/%s/report".formatted(Answers.OPERATION);
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET /v1/operations/" + Answers.OPERATION, Answers.ended("SUCCEEDED"))
          .answering(report, Answers.text("text/markdown", "# It went well\n\n"));

      Typed typed = Shell.at(standIn).run("report", Answers.OPERATION);

      assertThat(typed.out()).isEqualTo("# It went well\n");
      assertThat(standIn.calls().getLast().header("Accept")).isEqualTo("text/markdown");
    }
  }

  @Test
  void aPairStandsForItsNewestOperation() throws IOException {
    String report = "GET /v1/operations/%s/report".formatted(Answers.OPERATION);
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering(
              "GET /v1/pairs/ci",
              Answers.pair(",\"lastOperation\":\"%s\"".formatted(Answers.OPERATION)))
          .answering("GET /v1/operations/" + Answers.OPERATION, Answers.ended("SUCCEEDED"))
          .answering(report, Answers.report(3000));

      Typed typed = Shell.at(standIn).run("report", "ci", "--json");

      assertThat(typed.out()).isEqualToIgnoringNewLines(Answers.report(3000));
    }
  }

  @Test
  void aRunbookIsText() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          "GET /v1/pairs/ci/runbook", Answers.text("text/markdown", "1. Look\n2. Act\n"));

      Typed typed = Shell.at(standIn).run("runbook", "ci", "--mode", "forced");
      Typed json = Shell.at(standIn).run("runbook", "ci", "--json", "--return-home");

      assertThat(typed.out()).isEqualTo("1. Look\n2. Act\n");
      assertThat(json.out()).isEqualTo("{\"markdown\":\"1. Look\\n2. Act\\n\"}\n");
      assertThat(standIn.calls())
          .extracting(Call::query)
          .containsExactly(
              "operation=switchover&mode=forced", "operation=switchover&returnHome=true");
    }
  }

  @Test
  void aPlanIsOnlyValidated() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("POST /v1/pairs/ci/switchovers", Answers.plan());

      Typed typed = Shell.at(standIn).run("plan", "ci", "--to", "west");

      assertThat(typed.exit()).isZero();
      assertThat(typed.out())
          .contains("switchover of ci (graceful), east -> west; nothing is on record")
          .contains("close  stop-database@east-db  postgres.stop  0.7 s        ROLL_BACK")
          .contains("add --plan-hash " + Answers.HASH);
      assertThat(standIn.change().body())
          .isEqualTo(
              "{\"mode\":\"graceful\",\"to\":\"west\",\"validateOnly\":true,\"reason\":\"look at the plan\"}");
    }
  }

  @Test
  void jsonIsTheAnswerAndNothingElse() throws IOException {
    String pairs = "{\"pairs\":[%s]}".formatted(Answers.pair(""));
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("GET /v1/pairs/ci", Answers.pair("")).answering("GET /v1/pairs", pairs);

      Typed one = Shell.at(standIn).onScreen().run("status", "ci", "--json");
      Typed all = Shell.at(standIn).run("pairs", "--json");

      assertThat(one.out()).isEqualTo(Answers.pair("") + "\n");
      assertThat(all.out().lines()).hasSize(1);
      assertThat(all.out()).isEqualToIgnoringNewLines(pairs);
    }
  }

  @Test
  void coloursAreForScreensAndSayNothingAlone() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET /v1/pairs/ci", Answers.pair(""))
          .answering("GET /v1/stop", Answers.NOTHING_STOPPED);

      Typed plain = Shell.at(standIn).run("status", "ci");
      Typed painted = Shell.at(standIn).onScreen().run("status", "ci");

      assertThat(painted.out()).contains("\033[31mNOT_READY\033[0m");
      assertThat(painted.out().replaceAll("\033\\[\\d+m", "")).isEqualTo(plain.out());
    }
  }

  @Test
  void whatOthersWroteDoesNotSteerTheTerminal() throws IOException {
    String evil = Answers.pair("").replace("files differ: config", "a\\u001b[2Jb\\u202ec\\u009bd");
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET /v1/pairs/ci", evil)
          .answering("GET /v1/stop", Answers.NOTHING_STOPPED);

      Typed typed = Shell.at(standIn).run("status", "ci");

      assertThat(typed.out()).contains("DRIFT a?[2Jb?c?d");
    }
  }

  @Test
  void aNameThatLeadsElsewhereIsNotSent() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      for (String name : List.of("..", "a/b", "a?b", "", "ä")) {
        Typed typed = Shell.at(standIn).run("status", name);

        assertThat(typed.exit()).as(name).isEqualTo(2);
        assertThat(typed.err()).contains("is no name");
      }
      assertThat(standIn.calls()).isEmpty();
    }
  }
}
