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

/** {@code baton release}: ends the stop of everything. */
@Command(
    name = "baton release",
    description = "Lets operations start again; those that were paused wait to be resumed.",
    mixinStandardHelpOptions = true)
public final class ReleaseCommand extends ApiCommand {

  @Mixin private ChangeOptions change = new ChangeOptions();

  public ReleaseCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    ApiAnswer stop =
        change.make(
            session, RequestPath.of("stop", "release"), change.fields(session), Optional.empty());
    session.show(stop, view -> StopPage.lines(view, session.screen()));
    return ExitCode.DONE;
  }
}
