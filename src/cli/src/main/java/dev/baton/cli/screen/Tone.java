package dev.baton.cli.screen;

import java.util.Set;

/** How a word is painted where colours are wanted; the word itself always says the same. */
public enum Tone {
  PLAIN(""),
  GOOD("32"),
  BAD("31"),
  WAITING("33"),
  STRONG("1");

  private static final Set<String> FINE =
      Set.of("DONE", "SUCCEEDED", "IN_SYNC", "READY", "up", "streaming", "RUNNING");
  private static final Set<String> SLOW =
      Set.of(
          "PENDING",
          "PAUSED",
          "AWAITING_APPROVAL",
          "ROLLING_BACK",
          "COMPLETED_WITH_EXCEPTIONS",
          "SKIPPED",
          "UNDONE");
  private static final Set<String> WRONG =
      Set.of(
          "REFUSED",
          "UNKNOWN",
          "FAILED",
          "ROLLED_BACK",
          "ABORTED",
          "TIMED_OUT",
          "OUT_OF_SYNC",
          "NOT_READY",
          "down",
          "unknown",
          "unreachable",
          "untrusted",
          "unregistered",
          "bound-elsewhere");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** Of a state as the API names it; plain for one that is not known here. */
  public static Tone ofState(String state) {
    if (FINE.contains(state)) {
      return GOOD;
    }
    if (SLOW.contains(state)) {
      return WAITING;
    }
    return WRONG.contains(state) ? BAD : PLAIN;
  }

  /** The text in this tone, as terminals of ECMA-48 understand it. */
  String paint(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
  }
}
