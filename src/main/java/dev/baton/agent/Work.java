package dev.baton.agent;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How one action is done. Safe to repeat: what is so already is success. */
sealed interface Work {

  /** Done by the agent itself; ends with it. */
  @FunctionalInterface
  non-sealed interface Immediate extends Work {

    /** Does it; the answer is the evidence. */
    Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException;
  }

  /** Its long part is a child process that outlives the agent. */
  non-sealed interface Detached extends Work {

    /** Makes everything ready and says what to start. */
    Child begin(Run run) throws FailedException, IOException, InterruptedException;

    /** What to show while the child is at work. */
    Map<String, String> progress(Run run, Map<String, String> notes) throws IOException;

    /** Once the child has ended, maybe in a later run of the agent; the answer is the evidence. */
    Map<String, String> finish(Run run, Map<String, String> notes, Programs.Outcome outcome)
        throws FailedException, IOException, InterruptedException;
  }

  /**
   * The child to start.
   *
   * @param notes what {@code finish} needs to know
   */
  record Child(List<String> words, Map<String, String> notes) {
    public Child {
      words = List.copyOf(words);
      notes = Map.copyOf(notes);
    }
  }
}
