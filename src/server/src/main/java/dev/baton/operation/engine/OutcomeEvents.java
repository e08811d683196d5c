package dev.baton.operation.engine;

import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairState;
import dev.baton.pair.StepState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Builds {@code OperationEnded}: the outcome, the exceptions and what is left to do. */
public final class OutcomeEvents {

  private OutcomeEvents() {}

  /** By its plan to its end; a plain success only if nothing was left out on the way. */
  static OperationEnded completed(OperationState operation) {
    if (exceptions(operation).isEmpty()) {
      return of(operation, Outcome.SUCCEEDED, Optional.empty());
    }
    boolean skipped =
        operation.plan().orElseThrow().steps().stream()
            .anyMatch(step -> operation.steps().get(step.id()) instanceof StepState.Skipped);
    return of(
        operation,
        Outcome.COMPLETED_WITH_EXCEPTIONS,
        skipped ? Optional.of(LeftoverSummary.of(operation)) : Optional.empty());
  }

  /** For a pair that is adopted: what it had under way by record went on somewhere else. */
  public static List<OperationEnded> overtaken(PairState pair) {
    return pair.running().stream()
        .map(o ->
            of(
                o,
                Outcome.ABORTED,
                Optional.of(
                    "the event log is older than what the agents know: how it went on is not on record")))
        .toList();
  }

  /** In that way, with what is to be known about it. */
  static OperationEnded of(OperationState operation, Outcome outcome, Optional<String> halfDone) {
    return new OperationEnded(operation.id(), outcome, exceptions(operation), halfDone);
  }

  /** What kept it from going by its plan alone (E12). */
  private static List<String> exceptions(OperationState operation) {
    List<String> exceptions = new ArrayList<>();
    if (operation.escalated()) {
      exceptions.add("escalated from a graceful switchover to a forced one");
    }
    operation.overridden().forEach(finding -> exceptions.add("overridden " + finding));
    new TreeMap<>(operation.steps())
        .forEach((id, state) -> {
          if (state instanceof StepState.Skipped(var attempt, var why)) {
            exceptions.add("skipped %s: %s".formatted(id, why));
          }
          Evidence.of(operation.evidence(id))
              .find(EvidenceKey.OVERWRITTEN)
              .ifPresent(kept ->
                  exceptions.add("%s overwrote changes, which are kept %s".formatted(id, kept)));
          exceptions.addAll(ofDone(id, state));
        });
    new TreeMap<>(operation.undos())
        .forEach((id, state) -> {
          notDone(state).ifPresent(why -> exceptions.add("undo %s: %s".formatted(id, why)));
          exceptions.addAll(ofDone("undo " + id, state));
        });
    return exceptions;
  }

  /** What a step, or its undo, has left for a person to look after, and how it failed if it may. */
  private static List<String> ofDone(String what, StepState state) {
    List<String> exceptions = new ArrayList<>();
    if (state instanceof StepState.Done done) {
      Evidence evidence = Evidence.of(done.evidence());
      evidence
          .find(EvidenceKey.LEFT)
          .ifPresent(left -> exceptions.add("%s: %s".formatted(what, left)));
      evidence
          .find(EvidenceKey.IGNORED)
          .ifPresent(why ->
              exceptions.add("%s failed, which its policy ignores: %s".formatted(what, why)));
    }
    return exceptions;
  }

  /** An undo that a person gave up, or that nothing waits for. */
  private static Optional<String> notDone(StepState undo) {
    return switch (undo) {
      case StepState.Refused refused -> Optional.of("not done: " + refused.why());
      case StepState.Unknown unknown -> Optional.of("perhaps not done: " + unknown.why());
      case StepState.Started s -> Optional.empty();
      case StepState.Done d -> Optional.empty();
      case StepState.Skipped s -> Optional.empty();
      case StepState.ToRetry t -> Optional.empty();
    };
  }
}
