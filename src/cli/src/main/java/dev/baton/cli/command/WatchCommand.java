package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.OperationLookup;
import dev.baton.cli.session.WaitOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton watch}: follows an operation. */
@Command(
    name = "baton watch",
    description = "Follows an operation until it ends or waits for a person.",
    mixinStandardHelpOptions = true)
public final class WatchCommand extends ApiCommand {

  @Parameters(
      paramLabel = "OPERATION",
      description = "Its id, or the name of a pair for its newest one.")
  private String name = "";

  @Option(
      names = "--keep-waiting",
      description = "Follow it to its end, also while it waits for a person.")
  private boolean keepWaiting;

  public WatchCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    String operation = OperationLookup.newest(session.api(), name).text("operation");
    return WaitOptions.follow(session, operation, keepWaiting);
  }
}
