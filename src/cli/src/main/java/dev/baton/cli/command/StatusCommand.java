package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.Listing;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.PairPage;
import dev.baton.cli.view.PairTable;
import dev.baton.cli.view.StopPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code baton status}: what an operator asks first. */
@Command(
    name = "baton status",
    description =
        "Roles, service, replication and readiness of a pair; of all pairs without a name.",
    mixinStandardHelpOptions = true)
public final class StatusCommand extends ApiCommand {

  @Parameters(arity = "0..1", paramLabel = "PAIR", description = "Name of the pair.")
  private @Nullable String pair;

  public StatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    if (pair == null) {
      Listing pairs = Listing.all(session.api(), RequestPath.of("pairs"), "pairs");
      warn(session);
      session.show(pairs, "pairs", items -> PairTable.overview(items, session.screen()));
    } else {
      ApiAnswer status = session.api().get(RequestPath.of("pairs", pair));
      warn(session);
      session.show(status, fields -> PairPage.lines(fields, session.screen()));
    }
    return ExitCode.DONE;
  }

  /** A stop is no property of a pair, and explains why nothing moves. */
  private static void warn(CliSession session) {
    if (!session.json()) {
      ApiAnswer stop = session.api().get(RequestPath.of("stop"));
      session.screen().lines(StopPage.warning(stop.fields(), session.screen()));
    }
  }
}
