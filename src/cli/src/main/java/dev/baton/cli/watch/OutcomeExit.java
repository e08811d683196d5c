package dev.baton.cli.watch;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import java.util.Set;

/** What an operation's state means for whoever waited for it. */
public final class OutcomeExit {

  /** Outcomes that whoever waits for an abort has asked for. */
  public static final Set<String> OF_AN_ABORT = Set.of("ABORTED", "ROLLED_BACK");

  private static final Set<String> GOOD = Set.of("SUCCEEDED", "COMPLETED_WITH_EXCEPTIONS");
  private static final Set<String> WAITING = Set.of("PAUSED", "AWAITING_APPROVAL");

  private OutcomeExit() {}

  /**
   * The exit code.
   *
   * @param alsoGood outcomes that were asked for, beside the usual ones
   */
  public static ExitCode of(JsonFields view, Set<String> alsoGood) {
    String outcome = view.text("outcome");
    if (outcome.isEmpty()) {
      return ExitCode.WAITING;
    }
    if (GOOD.contains(outcome) || alsoGood.contains(outcome)) {
      return ExitCode.DONE;
    }
    return outcome.equals("REFUSED") ? ExitCode.REFUSED : ExitCode.FAILED;
  }

  /** Whether nothing goes on until a person says so. */
  static boolean waits(JsonFields view) {
    return WAITING.contains(view.text("state"));
  }
}
