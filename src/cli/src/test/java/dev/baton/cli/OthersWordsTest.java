package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What hosts and people wrote stands on the line where this program puts it. */
class OthersWordsTest {

  private static final String FORGED = "ci: east is primary, all is well";
  private static final String WITH_A_LINE = "x\\n" + FORGED;

  @Test
  void noWarningOfAPairMakesALineOfItsOwn() throws IOException {
    String pair =
        Answers.pair(
                """
                ,"splitBrain":{"finding":"%1$s","hosts":[],"evidence":{},"next":["%1$s"]}\
                """
                    .formatted(WITH_A_LINE))
            .replaceAll(
                "\"(drift|alarms|findings)\":\\[[^]]*]", "\"$1\":[\"x\\\\n" + FORGED + "\"]");
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET /v1/pairs/ci", pair)
          .answering("GET /v1/pairs", "{\"pairs\":[%s]}".formatted(pair))
          .answering("GET /v1/stop", Answers.NOTHING_STOPPED);

      Typed one = Shell.at(standIn).run("status", "ci");
      Typed all = Shell.at(standIn).run("status");

      assertThat(one.out()).contains("ALARM x " + FORGED, "DRIFT x " + FORGED);
      assertThat(one.out().lines()).noneMatch(line -> line.strip().startsWith(FORGED));
      assertThat(all.out().lines()).noneMatch(line -> line.strip().startsWith(FORGED));
    }
  }

  @Test
  void anEventIsOneLine() throws IOException {
    String event =
        Answers.event(7, WITH_A_LINE)
            .replaceAll("\"actor\":\"[^\"]*\"", "\"actor\":\"x\\\\n" + FORGED + "\"");
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("GET /v1/events", Answers.events("", event));

      Typed typed = Shell.at(standIn).run("events");

      assertThat(typed.out().lines()).hasSize(1);
    }
  }
}
