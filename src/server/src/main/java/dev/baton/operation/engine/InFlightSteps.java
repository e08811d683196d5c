package dev.baton.operation.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attempts that threads of one worker carry out, and how long each is waited for. */
final class InFlightSteps {

  /** One attempt at a step, or at its undo. */
  record StepAttemptKey(String step, boolean undo, int attempt) {}

  /**
   * What a step that gives up at its deadline by itself needs to say so; one that says nothing even
   * then is not waited for.
   */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Map<StepAttemptKey, Instant> until = new HashMap<>();

  /** False when it is under way already. */
  boolean begin(StepAttemptKey key, Instant deadline) {
    return until.putIfAbsent(key, deadline.plus(SILENCE)) == null;
  }

  void end(StepAttemptKey key) {
    until.remove(key);
  }

  boolean none() {
    return until.isEmpty();
  }

  /** Those that should have said something by now. */
  List<StepAttemptKey> silent(Instant now) {
    return until.entrySet().stream()
        .filter(entry -> now.isAfter(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
