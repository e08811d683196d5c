package dev.baton.cli.command;

import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import picocli.CommandLine.Option;

/** How many items of a list are shown. */
final class LimitOption {

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  int items() {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.WRONG_USE, "--limit must be 1 or more");
    }
    return limit;
  }
}
