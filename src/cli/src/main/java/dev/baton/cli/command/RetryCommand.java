package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.WaitOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton retry}: tries again what an operation waits at. */
@Command(
    name = "baton retry",
    description = "Tries again every step that an operation waits at.",
    mixinStandardHelpOptions = true)
public final class RetryCommand extends MoveCommand {

  @Mixin private WaitOptions wait = new WaitOptions();

  public RetryCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    return wait.after(session, move(session, operation(session), "retry"));
  }
}
