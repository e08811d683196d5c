package dev.baton.cli.api;

/** How a command ended. Scripts rely on the numbers: one is never given another meaning. */
public enum ExitCode {
  DONE(
      0,
      "it did what it was asked for; an operation that was waited for ended `SUCCEEDED` or"
          + " `COMPLETED_WITH_EXCEPTIONS`, after an abort `ABORTED` or `ROLLED_BACK`"),
  FAILED(1, "the operation ended otherwise, or something went wrong in the control plane or here"),
  WRONG_USE(
      2,
      "an unknown word or option, a pair or operation that is not there, a context or"
          + " token that cannot be used, no confirmation; nothing was changed"),
  REFUSED(3, "the control plane refused, with the reason and the next move; nothing was changed"),
  WAITING(4, "the operation waits for a person: it is `PAUSED` or `AWAITING_APPROVAL`"),
  UNREACHABLE(
      5,
      "no answer that counts: no connection, a certificate that is not trusted, a timeout, 503."
          + " Where a change may have taken effect, the message says how to find out");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** What the program ends with. */
  public int number() {
    return number;
  }

  /** In words, for the table of the documentation. */
  public String meaning() {
    return meaning;
  }
}
