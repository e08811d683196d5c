package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.WaitOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton resume}: has a paused operation go on. */
@Command(
    name = "baton resume",
    description = "Has a paused operation go on.",
    mixinStandardHelpOptions = true)
public final class ResumeCommand extends MoveCommand {

  @Mixin private WaitOptions wait = new WaitOptions();

  public ResumeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    return wait.after(session, move(session, operation(session), "resume"));
  }
}
