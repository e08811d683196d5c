package dev.baton.audit.report;

import dev.baton.pair.Move;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an operation leaves to be done, a sentence each. */
final class OpenItems {

  private OpenItems() {}

  static List<String> of(
      PairState pair,
      OperationState operation,
      ServiceGap service,
      WaitTimes waits,
      StepAttempts attempts) {
    List<String> open = new ArrayList<>();
    if (operation.progress() instanceof Progress.Ended ended) {
      ended.halfDone().ifPresent(open::add);
    } else {
      open.add(
          "It is %s; open moves: %s."
              .formatted(
                  operation.progress().word(),
                  String.join(", ", Move.openIn(operation).stream().map(Move::word).toList())));
    }
    waits
        .open()
        .ifPresent(wait ->
            open.add(
                "%s waits since %s: %s."
                    .formatted(
                        Objects.requireNonNullElse(wait.step(), "It"), wait.from(), wait.why())));
    if (service.closedAt().isPresent() && service.backAt().isEmpty()) {
      open.add(
          "Service was closed at %s; no event says that it is back."
              .formatted(service.closedAt().get()));
    }
    operation.plan().stream()
        .flatMap(plan -> plan.steps().stream())
        .map(PlannedStep::id)
        .filter(id -> attempts.state(id).equals("UNKNOWN"))
        .forEach(id -> open.add("What became of %s is not known.".formatted(id)));
    pair.out().ifPresent(site -> open.add("%s is out; a recovery brings it back.".formatted(site)));
    return List.copyOf(open);
  }
}
