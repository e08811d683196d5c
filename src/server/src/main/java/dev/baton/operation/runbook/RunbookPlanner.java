package dev.baton.operation.runbook;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.OperationKind;
import java.util.List;
import java.util.Optional;

/** Plans a printed runbook for one kind of operation from whatever hosts answer; never refuses. */
public interface RunbookPlanner {

  /** The kind of operation it plans; no two have the same. */
  OperationKind kind();

  /** The plan; a problem only for a question that cannot be meant. */
  RunbookPlan plan(PairState pair, RunbookChoices asked);

  /** What the reader asked for, as it was written; empty where it was left open. */
  record RunbookChoices(
      Optional<String> mode, Optional<String> rejoin, Optional<Boolean> returnHome) {}

  /**
   * A plan for a runbook: to be shown, not carried out.
   *
   * @param title what it does, in a few words
   * @param doubts what could not be read or speaks against it now, a sentence each; may be empty
   */
  record RunbookPlan(String title, List<PlannedStep> steps, List<String> doubts) {

    public RunbookPlan {
      steps = List.copyOf(steps);
      doubts = List.copyOf(doubts);
    }
  }
}
