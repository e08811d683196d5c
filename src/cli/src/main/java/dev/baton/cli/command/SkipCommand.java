package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.ConfirmOption;
import dev.baton.cli.session.WaitOptions;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton skip}: goes on without a step. */
@Command(
    name = "baton skip",
    description = "Goes on without the step that an operation waits at.",
    mixinStandardHelpOptions = true)
public final class SkipCommand extends MoveCommand {

  @Mixin private ConfirmOption confirm = new ConfirmOption();

  @Mixin private WaitOptions wait = new WaitOptions();

  public SkipCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    JsonFields operation = operation(session);
    confirm.require(
        session,
        operation.text("pair"),
        "this goes on without what %s waits at: %s"
            .formatted(operation.text("operation"), operation.text("why")));
    ApiAnswer accepted = moveAsSeen(session, operation, "skip", Map.of());
    return wait.after(session, accepted);
  }
}
