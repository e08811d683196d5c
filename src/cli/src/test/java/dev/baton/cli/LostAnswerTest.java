package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import dev.baton.cli.StandIn.Reply;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A control plane takes a call and hangs up. */
class LostAnswerTest {

  private static final Reply NONE = new Reply(0, "", "");

  @Test
  void aPlanHasNoEffectThatCouldBeDoubled() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("POST /v1/pairs/ci/switchovers", NONE);

      Typed typed = Shell.at(standIn).run("plan", "ci", "--to", "west");

      assertThat(typed.exit()).isEqualTo(5);
      assertThat(typed.err())
          .contains("gave no answer that can be read")
          .doesNotContain("may have taken effect", "--idempotency-key");
    }
  }
}
