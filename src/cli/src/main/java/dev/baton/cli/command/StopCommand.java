package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.ChangeOptions;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.StopPage;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton stop}: lets nothing start on any pair. */
@Command(
    name = "baton stop",
    description = "Lets nothing start on any pair, and pauses what runs.",
    mixinStandardHelpOptions = true)
public final class StopCommand extends ApiCommand {

  @Mixin private ChangeOptions change = new ChangeOptions();

  public StopCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    ApiAnswer stop =
        change.make(session, RequestPath.of("stop"), change.fields(session), Optional.empty());
    session.show(stop, view -> StopPage.lines(view, session.screen()));
    return ExitCode.DONE;
  }
}
