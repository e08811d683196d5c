package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.Listing;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.OperationTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton operations}: the last operations. */
@Command(
    name = "baton operations",
    description = "The last operations, newest first.",
    mixinStandardHelpOptions = true)
public final class OperationsCommand extends ApiCommand {

  /** As many as the API gives at once. */
  private static final int PAGE = 100;

  @Parameters(arity = "0..1", paramLabel = "PAIR", description = "Only those of this pair.")
  private String pair = "";

  @Mixin private LimitOption limit = new LimitOption();

  public OperationsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    RequestPath path = RequestPath.of("operations").with("pair", pair);
    Listing operations = Listing.first(session.api(), path, "operations", limit.items(), PAGE);
    session.show(operations, "operations", items -> OperationTable.lines(items, session.screen()));
    return ExitCode.DONE;
  }
}
