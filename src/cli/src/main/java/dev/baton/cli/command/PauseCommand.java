package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.OperationText;
import picocli.CommandLine.Command;

/** {@code baton pause}: has an operation start nothing new. */
@Command(
    name = "baton pause",
    description = "Has an operation start nothing new; what is under way comes to its end.",
    mixinStandardHelpOptions = true)
public final class PauseCommand extends MoveCommand {

  public PauseCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    ApiAnswer accepted = move(session, operation(session), "pause");
    session.show(accepted, view -> OperationText.accepted(view, session.screen()));
    return ExitCode.DONE;
  }
}
