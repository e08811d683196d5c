package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.Listing;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.PairTable;
import picocli.CommandLine.Command;

/** {@code baton pairs}: all pairs, a line each. */
@Command(
    name = "baton pairs",
    description = "All pairs, a line each.",
    mixinStandardHelpOptions = true)
public final class PairsCommand extends ApiCommand {

  public PairsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    Listing pairs = Listing.all(session.api(), RequestPath.of("pairs"), "pairs");
    session.show(pairs, "pairs", items -> PairTable.lines(items, session.screen()));
    return ExitCode.DONE;
  }
}
