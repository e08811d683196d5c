package dev.baton.operation;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import java.util.List;
import java.util.Optional;

/** Plans one kind of operation for paper: as far as the world can be read, refusing nothing. */
public interface Drafts {

  /** The kind of operation, for example {@code switchover}. */
  String operation();

  /** The plan; a problem only for a question that cannot be meant. */
  Draft draft(PairState pair, Asked asked);

  /** What the reader asked for; empty where it was left open. */
  record Asked(Optional<String> mode, Optional<String> rejoin, Optional<Boolean> returnHome) {}

  /**
   * A plan for paper.
   *
   * @param title what it does, in a few words
   * @param doubts what could not be read or speaks against it now, a sentence each; may be empty
   */
  record Draft(String title, List<PlannedStep> steps, List<String> doubts) {

    public Draft {
      steps = List.copyOf(steps);
      doubts = List.copyOf(doubts);
    }
  }
}
