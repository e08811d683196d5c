package dev.baton.cli.command;

import dev.baton.cli.api.RequestPath;
import picocli.CommandLine.Option;

/** Which events are meant: all that are given must hold. */
final class EventFilters {

  @Option(names = "--pair", paramLabel = "PAIR", description = "Of this pair.")
  private String pair = "";

  @Option(names = "--operation", paramLabel = "ID", description = "Of this operation.")
  private String operation = "";

  @Option(names = "--host", paramLabel = "HOST", description = "Of this host.")
  private String host = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Of this type, or of all that begin so up to a dot: 'step.'.")
  private String type = "";

  @Option(names = "--outcome", paramLabel = "WORD", description = "With this outcome: REFUSED.")
  private String outcome = "";

  @Option(names = "--actor", paramLabel = "NAME", description = "Caused by this actor.")
  private String actor = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Recorded at this time or later: 2026-01-31T08:15:30Z.")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Recorded before this time.")
  private String to = "";

  RequestPath path() {
    return RequestPath.of("events")
        .with("pair", pair)
        .with("operation", operation)
        .with("host", host)
        .with("type", type)
        .with("outcome", outcome)
        .with("actor", actor)
        .with("from", from)
        .with("to", to);
  }
}
