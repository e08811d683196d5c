package dev.baton.cli.command;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.SafeText;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton runbook}: the plan for two hands and a root shell. */
@Command(
    name = "baton runbook",
    description = "The plan of an operation as a procedure to carry out by hand; to be printed.",
    mixinStandardHelpOptions = true)
public final class RunbookCommand extends ApiCommand {

  @Parameters(paramLabel = "PAIR", description = "Name of the pair.")
  private String pair = "";

  @Option(
      names = "--operation",
      paramLabel = "KIND",
      defaultValue = "switchover",
      description = "switchover (default), recovery or drill.")
  private String operation = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "Of a switchover: graceful (default) or forced.")
  private String mode = "";

  @Option(names = "--to", paramLabel = "SITE", description = "The site it is about.")
  private String to = "";

  @Option(
      names = "--rejoin",
      paramLabel = "WAY",
      description = "Of a recovery: auto (default), follow, rewind or basebackup.")
  private String rejoin = "";

  @Option(names = "--return-home", description = "Of a recovery: with the way back home.")
  private boolean returnHome;

  public RunbookCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    RequestPath path =
        RequestPath.of("pairs", pair, "runbook")
            .with("operation", operation)
            .with("mode", mode)
            .with("to", to)
            .with("rejoin", rejoin)
            .with("returnHome", returnHome ? "true" : "");
    String text = session.api().get(path, "text/markdown").body();
    if (session.json()) {
      session.screen().json(JsonFields.write(Map.of("markdown", text)));
    } else {
      session.screen().line(SafeText.of(text).stripTrailing());
    }
    return ExitCode.DONE;
  }
}
