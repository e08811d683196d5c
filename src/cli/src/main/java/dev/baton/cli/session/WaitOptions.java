package dev.baton.cli.session;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.view.OperationText;
import dev.baton.cli.watch.OperationWatch;
import dev.baton.cli.watch.OutcomeExit;
import java.util.Set;
import picocli.CommandLine.Option;

/** Whether a command that moves an operation follows it to its end. */
public final class WaitOptions {

  private static final long ANY_VERSION = -1;

  @Option(
      names = "--wait",
      description = "Follow the operation until it ends or waits for a person.")
  private boolean wait;

  @Option(
      names = "--keep-waiting",
      description = "Follow it to its end, also while it waits for a person.")
  private boolean keepWaiting;

  /** Shows the operation as it is now, or follows it. */
  public ExitCode after(CliSession session, ApiAnswer accepted) {
    return after(session, accepted, ANY_VERSION, Set.of());
  }

  /**
   * As {@link #after}, of an abort. What it takes back counts as done, and a wait that was there
   * when it was accepted does not count: the operation leaves that only with its next effect.
   */
  public ExitCode afterAbort(CliSession session, ApiAnswer accepted) {
    long seen = accepted.fields().number("version").orElse(ANY_VERSION);
    return after(session, accepted, seen, OutcomeExit.OF_AN_ABORT);
  }

  private ExitCode after(CliSession session, ApiAnswer accepted, long seen, Set<String> alsoGood) {
    if (!wait && !keepWaiting) {
      session.show(accepted, view -> OperationText.accepted(view, session.screen()));
      return ExitCode.DONE;
    }
    String operation = accepted.fields().text("operation");
    return follow(session, operation, keepWaiting ? Long.MAX_VALUE : seen, alsoGood);
  }

  /** Follows the operation of that id. */
  public static ExitCode follow(CliSession session, String operation, boolean keepWaiting) {
    return follow(session, operation, keepWaiting ? Long.MAX_VALUE : ANY_VERSION, Set.of());
  }

  private static ExitCode follow(
      CliSession session, String operation, long seen, Set<String> alsoGood) {
    OperationWatch watch =
        new OperationWatch(session.api(), session.screen(), session.surroundings(), session.json());
    ApiAnswer last = watch.follow(operation, seen);
    if (session.json()) {
      session.screen().json(last.body());
    }
    return OutcomeExit.of(last.fields(), alsoGood);
  }
}
