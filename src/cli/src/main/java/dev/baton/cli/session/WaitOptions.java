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

  @Option(
      names = "--wait",
      description = "Follow the operation until it ends or waits for a person.")
  private boolean wait;

  @Option(
      names = "--keep-waiting",
      description = "Follow it to its end, also while it waits for a person.")
  private boolean keepWaiting;

  /**
   * Shows the operation as it is now, or follows it.
   *
   * @param alsoGood outcomes that this command was given for, beside the usual ones
   */
  public ExitCode after(CliSession session, ApiAnswer accepted, Set<String> alsoGood) {
    if (!wait && !keepWaiting) {
      session.show(accepted, view -> OperationText.accepted(view, session.screen()));
      return ExitCode.DONE;
    }
    return follow(session, accepted.fields().text("operation"), keepWaiting, alsoGood);
  }

  /** Follows the operation of that id. */
  public static ExitCode follow(
      CliSession session, String operation, boolean keepWaiting, Set<String> alsoGood) {
    OperationWatch watch =
        new OperationWatch(session.api(), session.screen(), session.surroundings(), session.json());
    ApiAnswer last = watch.follow(operation, keepWaiting);
    if (session.json()) {
      session.screen().json(last.body());
    }
    return OutcomeExit.of(last.fields(), alsoGood);
  }
}
