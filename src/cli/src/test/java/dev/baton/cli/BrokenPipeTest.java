package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whoever reads what a command prints has ended. */
class BrokenPipeTest {

  private static final String LOOK = "GET /v1/operations/" + Answers.OPERATION;

  /** A command that would go on for ever is ended after this many looks. */
  private static final int FAR_TOO_MANY = 20;

  @Test
  void nothingIsFollowedForNobody() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          "GET /v1/events",
          Answers.events("", Answers.event(8, "step.done")),
          Answers.events(""),
          Answers.events("", Answers.event(9, "step.done")),
          Answers.events(""));

      Typed typed = bounded(standIn).into(1).run("events", "--follow");
      boolean endless = Thread.interrupted();

      assertThat(endless).isFalse();
      assertThat(typed.exit()).isEqualTo(1);
      assertThat(typed.out().lines()).hasSize(1);
      assertThat(standIn.calls()).hasSizeLessThan(5);
    }
  }

  @Test
  void aWatchThatNobodyReadsEndsWithoutSayingHowItWent() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(LOOK, Answers.operation("RUNNING", ""));

      Typed typed = bounded(standIn).into(1).run("watch", Answers.OPERATION);
      boolean endless = Thread.interrupted();

      assertThat(endless).isFalse();
      assertThat(typed.exit()).isEqualTo(1);
      assertThat(typed.err()).contains("the operation goes on").doesNotContain("Exception");
    }
  }

  @Test
  void anAnswerThatCouldNotBeWrittenIsNoSuccess() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("GET /v1/pairs", "{\"pairs\":[]}");

      Typed typed = Shell.at(standIn).into(0).run("pairs", "--json");

      assertThat(typed.exit()).isEqualTo(1);
      assertThat(typed.err()).contains("could be written");
    }
  }

  private static Shell bounded(StandIn standIn) {
    return Shell.at(standIn)
        .meanwhile(time -> {
          if (standIn.calls().size() > FAR_TOO_MANY) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
