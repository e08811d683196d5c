package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed as a value is sent as it was typed. */
class ValuesTest {

  @Test
  void aReasonThatBeginsLikeTheNameOfAFileIsNoFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "--json");
    try (StandIn standIn = StandIn.start()) {
      standIn.answering("POST /v1/stop", Answers.accepted(Answers.STOPPED));

      Typed typed = Shell.at(standIn).run("stop", "-r", "@" + file);

      assertThat(typed.exit()).isZero();
      assertThat(standIn.change().body()).isEqualTo("{\"reason\":\"@%s\"}".formatted(file));
    }
  }

  @Test
  void helpAsAValueIsNoCallForHelp() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      Typed typed = Shell.at(standIn).run("stop", "-r", "-h");

      assertThat(typed.exit()).isEqualTo(2);
      assertThat(typed.out()).isEmpty();
    }
  }
}
