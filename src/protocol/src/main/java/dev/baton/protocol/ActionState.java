package dev.baton.protocol;

/**
 * How far an action has come on its host. The names are in journals: renaming one breaks old data.
 */
public enum ActionState {
  ACCEPTED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  /** The host or agent went down between record and result: it may or may not have taken effect. */
  LOST;

  /** Whether nothing more will come of it. */
  public boolean ended() {
    return this != ACCEPTED && this != RUNNING;
  }
}
