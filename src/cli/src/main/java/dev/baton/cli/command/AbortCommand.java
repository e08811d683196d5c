package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.WaitOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton abort}: ends an operation before its next effect. */
@Command(
    name = "baton abort",
    description =
        "Ends an operation before its next effect; what was done before a promotion is taken back.",
    mixinStandardHelpOptions = true)
public final class AbortCommand extends MoveCommand {

  @Mixin private WaitOptions wait = new WaitOptions();

  public AbortCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    return wait.afterAbort(session, move(session, operation(session), "abort"));
  }
}
