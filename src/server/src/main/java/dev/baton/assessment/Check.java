package dev.baton.assessment;

/**
 * One readiness check with what was measured.
 *
 * @param measured what the world shows
 * @param limit what it should show
 * @param remedy what the operator does about it; empty when the check is met
 */
public record Check(String name, Verdict verdict, String measured, String limit, String remedy) {

  /** Not being able to look is not the same as bad, and certainly not good. */
  public enum Verdict {
    READY,
    NOT_READY,
    UNKNOWN
  }

  static Check of(String name, boolean met, String measured, String limit, String remedy) {
    return new Check(
        name, met ? Verdict.READY : Verdict.NOT_READY, measured, limit, met ? "" : remedy);
  }

  static Check unknown(String name, String why, String limit, String remedy) {
    return new Check(name, Verdict.UNKNOWN, why, limit, remedy);
  }
}
