package dev.baton.agent.action;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The implementation of one action. Safe to repeat: a state that is reached already is success. */
public sealed interface HostAction {

  /** Done by the agent itself; ends with it. */
  @FunctionalInterface
  non-sealed interface Immediate extends HostAction {

    /** Does it; the answer is the evidence. */
    Map<String, String> run(ActionContext actionContext)
        throws FailedException, IOException, InterruptedException;
  }

  /** Its long part is a child process that outlives the agent. */
  non-sealed interface Detached extends HostAction {

    /** Makes everything ready and says what to start. */
    Child begin(ActionContext actionContext)
        throws FailedException, IOException, InterruptedException;

    /** What to show while the child is at work. */
    Map<String, String> progress(ActionContext actionContext, Map<String, String> notes)
        throws IOException;

    /** Once the child has ended, maybe in a later run of the agent; the answer is the evidence. */
    Map<String, String> finish(
        ActionContext actionContext, Map<String, String> notes, Programs.Exit outcome)
        throws FailedException, IOException, InterruptedException;

    /**
     * Whether it may be ended now, because {@link #abandon} would remove all that it did so far.
     */
    default boolean endable() {
      return false;
    }

    /**
     * Removes what is left where no child of it runs and none ever said how it ended. Safe to
     * repeat.
     *
     * @param notes empty when it never came to starting one
     * @return what was done, for a sentence; empty for nothing
     */
    default String abandon(ActionContext actionContext, Map<String, String> notes)
        throws FailedException, IOException, InterruptedException {
      return "";
    }
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
