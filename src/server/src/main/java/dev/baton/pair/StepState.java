package dev.baton.pair;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** State of one step, or of its undo. */
public sealed interface StepState {

  /** A step that is not in an operation's map has not been started. */
  record Started(int attempt, Instant deadline) implements StepState {}

  /** It took effect. */
  record Done(int attempt, Map<String, String> evidence, Duration took) implements StepState {}

  /** It did not take effect, or ended badly. */
  record Refused(int attempt, RefusalCode code, String why, Map<String, String> evidence)
      implements StepState {

    /**
     * Whether the host is surely as it was: nothing was begun, or its agent says that it failed
     * before it changed anything. A repeat proves nothing.
     */
    public boolean untouched() {
      return attempt == 1 && (!code.touched() || Evidence.of(evidence).denied(EvidenceKey.TOUCHED));
    }

    /** Whether a person's approval is what it takes. */
    public boolean liftable() {
      return code == RefusalCode.APPROVAL_NEEDED;
    }

    /**
     * Whether the plan's other way is open: something was tried and may have had part of its
     * effect, or it turned out right before it that only the other way leads on.
     */
    public boolean fallsBack() {
      return code.tried() || code == RefusalCode.FALL_BACK_NEEDED;
    }
  }

  /** It may or may not have taken effect, and probing could not tell. */
  record Unknown(int attempt, String why) implements StepState {}

  /** A person had the operation go on without it; it may or may not have taken effect. */
  record Skipped(int attempt, String why) implements StepState {}

  /** A person had it tried again; it starts as the next attempt. */
  record ToRetry(int attempt) implements StepState {}

  /** How often it was started, counted from 1. */
  int attempt();
}
