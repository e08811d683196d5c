package dev.baton.cli.session;

import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Has a person say once more which pair is meant, before something is forced on it. */
public final class ConfirmOption {

  @Option(
      names = "--confirm",
      paramLabel = "PAIR",
      description = "Name the pair again, in place of typing it when asked: for scripts.")
  private @Nullable String confirmed;

  /**
   * Ends the command unless the pair's name is given or typed.
   *
   * @param what is forced, as a sentence
   */
  public void require(CliSession session, String pair, String what) {
    String said = confirmed;
    if (said == null) {
      session.screen().note(what);
      said =
          session
              .screen()
              .ask("Type the pair's name to go on: ")
              .orElseThrow(() ->
                  new CommandFailure(
                      ExitCode.WRONG_USE,
                      "nothing was sent: this needs the pair's name, typed on a terminal or as --confirm %s"
                          .formatted(pair)));
    }
    if (!said.equals(pair)) {
      throw new CommandFailure(
          ExitCode.WRONG_USE,
          "nothing was sent: the pair is '%s', and '%s' was confirmed".formatted(pair, said));
    }
  }
}
