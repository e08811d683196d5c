package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatonCliTest {

  static List<String> words() {
    return BatonCli.WORDS;
  }

  @ParameterizedTest
  @MethodSource("words")
  void everyCommandHelpsAndHasTheCommonOptions(String word) {
    Typed typed = Shell.bare().run(word, "--help");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out())
        .startsWith("Usage: baton %s ".formatted(word))
        .contains("--json", "--context=NAME", "--url=URL", "--token-file=FILE")
        .doesNotContain("\033");
    assertThat(typed.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void theHelpOfAllListsEveryCommand(String word) {
    Typed typed = Shell.bare().run(word);

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains(BatonCli.WORDS);
  }

  @Test
  void noCommandNeedsAControlPlaneForItsHelp() {
    Typed typed = Shell.bare().with("BATON_URL", "nonsense").run("status", "-h");

    assertThat(typed.exit()).isZero();
  }
}
