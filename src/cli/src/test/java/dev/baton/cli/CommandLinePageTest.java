package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.context.CliVariable;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page of the command line, and the script that starts it, to the code. */
class CommandLinePageTest {

  private static final String PAGE = "docs/command-line.md";

  @Test
  void thePageHasEveryExitCode() throws IOException {
    String rows =
        Stream.of(ExitCode.values())
            .map(code ->
                "| %d | %s | %s |\n"
                    .formatted(
                        code.number(),
                        code.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        code.meaning()))
            .collect(Collectors.joining());

    assertThat(Project.text(PAGE))
        .contains("| exit code | name | meaning |\n|---|---|---|\n" + rows + "\n");
  }

  @Test
  void thePageHasEveryVariable() throws IOException {
    String rows =
        Stream.of(CliVariable.values())
            .map(variable -> "| `%s` | %s |\n".formatted(variable.name(), variable.meaning()))
            .collect(Collectors.joining());

    assertThat(Project.text(PAGE)).contains("| variable | meaning |\n|---|---|\n" + rows + "\n");
  }

  @Test
  void thePageAndTheScriptNameEveryCommand() throws IOException {
    String page = Project.text(PAGE);
    String script = Project.text("baton");
    String usage = script.substring(script.indexOf("usage() {"), script.indexOf("say() {"));

    for (String word : BatonCli.WORDS) {
      assertThat(page).contains("`" + word);
      assertThat(usage).containsPattern("\n  [a-z|, ]*\\b" + word + "\\b");
      assertThat(script).containsPattern("\n  ([\\w ]+\\| )*" + word + "[ )][^\n]*operator \"");
    }
  }
}
