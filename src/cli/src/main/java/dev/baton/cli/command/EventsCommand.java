package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.api.Listing;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.EventText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton events}: who did what, from the log. */
@Command(
    name = "baton events",
    description = "The newest events of the log that fit, the newest last.",
    mixinStandardHelpOptions = true)
public final class EventsCommand extends ApiCommand {

  /** As many as the API gives at once. */
  private static final int PAGE = 1000;

  @Mixin private EventFilters filters = new EventFilters();

  @Mixin private LimitOption limit = new LimitOption();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new ones; with --json one event a line.")
  private boolean follow;

  public EventsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    RequestPath path = filters.path();
    Listing newest =
        Listing.first(session.api(), path.with("order", "desc"), "events", limit.items(), PAGE);
    if (follow) {
      List<JsonFields> events = newest.items().reversed();
      return new EventFollower(session, path).follow(events);
    }
    session.show(newest, "events", items -> EventText.lines(items.reversed(), session.screen()));
    return ExitCode.DONE;
  }
}
