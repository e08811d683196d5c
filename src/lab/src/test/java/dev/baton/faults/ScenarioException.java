package dev.baton.faults;

/** A scenario that cannot be read, with the place and the way to mend it. */
final class ScenarioException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ScenarioException(String where, String what) {
    super(where + ": " + what);
  }
}
