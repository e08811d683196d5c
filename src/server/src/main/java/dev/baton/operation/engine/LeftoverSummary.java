package dev.baton.operation.engine;

import dev.baton.pair.OperationState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.StepState;
import dev.baton.pair.kind.OperationKind;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Summarizes what an unfinished operation leaves behind, and which operation brings it on or back.
 */
final class LeftoverSummary {

  private LeftoverSummary() {}

  /** One to three sentences for the operator. */
  static String of(OperationState operation) {
    if (operation.promoted()) {
      return promoted(operation);
    }
    if (operation.mayHavePromoted()) {
      return ("the promotion of %1$s was tried and may have happened; see which database writes before"
              + " anything is started. If that of %1$s is still in recovery, a forced switchover to it"
              + " completes this; if it writes, keep %2$s down: no operation takes that over.")
          .formatted(operation.to(), operation.from());
    }
    List<String> stuck = ids(operation, step -> notTakenBack(operation, step));
    if (!stuck.isEmpty() && operation.kind() != OperationKind.DRILL) {
      return stuck(operation, stuck);
    }
    return switch (operation.kind()) {
      case PRUNE -> "not done: %s. Nothing else was touched.".formatted(open(operation));
      case REOPENING ->
          "%s is primary, but may not serve; not done: %s. Another recovery completes it."
              .formatted(operation.from(), open(operation));
      case RECOVERY -> recovering(operation);
      case RESOLVE ->
          "the split brain stands: %s was to survive; not done: %s. Another recovery with a survivor completes it."
              .formatted(operation.to(), open(operation));
      case SWITCHOVER -> operation.isForced() ? forced(operation) : graceful(operation);
      case DRILL -> drill(operation, stuck);
    };
  }

  /** Only safeguards end service; what was done before them leaves it as it is, or half of it. */
  private static String stuck(OperationState operation, List<String> stuck) {
    boolean closed =
        steps(operation)
            .anyMatch(step -> step.nature() == StepRole.SAFEGUARD && notTakenBack(operation, step));
    return closed
        ? "not taken back: %s. %s is primary by record, but may not serve: bring it back by hand, or start a forced switchover to %s."
            .formatted(join(stuck), operation.from(), operation.to())
        : "not taken back: %s. %s is primary as before; by hand, as the runbook says: %s."
            .formatted(join(stuck), operation.from(), undos(operation));
  }

  private static String undos(OperationState operation) {
    return steps(operation)
        .filter(step -> notTakenBack(operation, step))
        .flatMap(step -> step.undo().stream())
        .map(undo -> "%s on %s".formatted(undo.name(), undo.host()))
        .collect(Collectors.joining(", "));
  }

  private static String graceful(OperationState operation) {
    return "%s is primary as before; start the operation again when its cause is mended."
        .formatted(operation.from());
  }

  /** It stands beside production; nothing of the pair depends on it. */
  private static String drill(OperationState operation, List<String> stuck) {
    return stuck.isEmpty()
        ? "%s is primary as before, and no throw-away copy is left on %s."
            .formatted(operation.from(), operation.to())
        : "%s is primary as before; the throw-away copy may be left on %s, not taken back: %s. The next drill there removes it."
            .formatted(operation.from(), operation.to(), join(stuck));
  }

  private static String promoted(OperationState operation) {
    boolean follows =
        steps(operation)
            .filter(step -> step.nature() == StepRole.REDUNDANCY)
            .reduce((earlier, last) -> last)
            .filter(step -> done(operation, step))
            .isPresent();
    return follows
        ? "%s is primary and %s follows it; not done: %s. See to these by hand."
            .formatted(operation.to(), operation.from(), open(operation))
        : "%s is primary; not done: %s. A recovery of %s completes it."
            .formatted(operation.to(), open(operation), operation.from());
  }

  private static String recovering(OperationState operation) {
    boolean follows =
        steps(operation)
            .anyMatch(step -> step.nature() == StepRole.REDUNDANCY && done(operation, step));
    if (!follows) {
      return "%s is primary as before and %s is still out; not done: %s. Another recovery completes it."
          .formatted(operation.from(), operation.to(), open(operation));
    }
    boolean goesHome =
        steps(operation).anyMatch(step -> step.nature() == StepRole.POINT_OF_NO_RETURN);
    return "%s is primary as before and %s follows it; %s."
        .formatted(
            operation.from(),
            operation.to(),
            goesHome
                ? "a graceful switchover to %s completes the return".formatted(operation.to())
                : "not done: " + open(operation));
  }

  /** Its steps have no undo; an escalated one has those of its graceful part besides. */
  private static String forced(OperationState operation) {
    List<String> begun = List.copyOf(new TreeMap<>(operation.steps()).keySet());
    return begun.isEmpty()
        ? "nothing was done; %s is primary by record.".formatted(operation.from())
        : "begun and not taken back: %s. %s is primary by record, but may not serve: a forced switchover to %s completes it."
            .formatted(join(begun), operation.from(), operation.to());
  }

  private static String open(OperationState operation) {
    return join(ids(operation, step -> !done(operation, step)));
  }

  private static boolean notTakenBack(OperationState operation, PlannedStep step) {
    return step.undo().isPresent()
        && !step.undoMayFail()
        && operation.steps().containsKey(step.id())
        && !(operation.undos().get(step.id()) instanceof StepState.Done);
  }

  private static boolean done(OperationState operation, PlannedStep step) {
    return operation.steps().get(step.id()) instanceof StepState.Done;
  }

  private static List<String> ids(OperationState operation, Predicate<PlannedStep> which) {
    return steps(operation).filter(which).map(PlannedStep::id).toList();
  }

  private static Stream<PlannedStep> steps(OperationState operation) {
    return operation.plan().stream().flatMap(plan -> plan.steps().stream());
  }

  private static String join(List<String> ids) {
    return String.join(", ", ids);
  }
}
