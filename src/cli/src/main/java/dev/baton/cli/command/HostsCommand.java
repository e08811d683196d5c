package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.Listing;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.HostTable;
import picocli.CommandLine.Command;

/** {@code baton hosts}: all hosts that are registered. */
@Command(
    name = "baton hosts",
    description = "All registered hosts, with the address of their agents.",
    mixinStandardHelpOptions = true)
public final class HostsCommand extends ApiCommand {

  public HostsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    Listing hosts = Listing.all(session.api(), RequestPath.of("hosts"), "hosts");
    session.show(hosts, "hosts", items -> HostTable.lines(items, session.screen()));
    return ExitCode.DONE;
  }
}
