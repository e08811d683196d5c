package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.SafeText;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.OperationLookup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton report}: what the log says of one operation. */
@Command(
    name = "baton report",
    description = "Who, why, what was tried, what was lost and what is still open, as text.",
    mixinStandardHelpOptions = true)
public final class ReportCommand extends ApiCommand {

  @Parameters(
      paramLabel = "OPERATION",
      description = "Its id, or the name of a pair for its newest one.")
  private String name = "";

  @Option(names = "--svg", description = "A picture of where the time went.")
  private boolean svg;

  public ReportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    String operation = OperationLookup.newest(session.api(), name).text("operation");
    RequestPath path = RequestPath.of("operations", operation, "report");
    if (session.json()) {
      session.screen().json(session.api().get(path).body());
    } else {
      String type = svg ? "image/svg+xml" : "text/markdown";
      String text = session.api().get(path, type).body();
      session.screen().line(SafeText.of(text).stripTrailing());
    }
    return ExitCode.DONE;
  }
}
