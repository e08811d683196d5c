package dev.baton.pair;

import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.HookFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a frozen plan.
 *
 * @param id unique in its plan, {@code name@host} or {@code name} where no single host is meant
 * @param name the kind of step, for example {@code stop-database}; stable, in old logs
 * @param phase where it belongs for the reader: prepare, close, promote, open, restore …
 * @param host the host it acts on; empty when it looks at several or waits for a person
 * @param after ids of the steps that must be done before it starts; steps not ordered run in
 *     parallel
 * @param undo what takes it back, in a rollback before the point of no return
 * @param insteadOf id of a step before it; this one is done only if that one failed, and is counted
 *     as done at once if it did not
 */
public record PlannedStep(
    String id,
    String name,
    String phase,
    StepRole nature,
    Optional<HostId> host,
    Map<String, String> params,
    List<String> after,
    Duration deadline,
    OnRefusal onRefusal,
    Optional<Undo> undo,
    Optional<String> insteadOf) {

  public PlannedStep {
    params = Map.copyOf(params);
    after = List.copyOf(after);
  }

  /** What the engine has to know of a step; it knows none by name. */
  public enum StepRole {
    ORDINARY,
    /** What comes after it is safe only because it was done: it is never skipped. */
    SAFEGUARD,
    /** Waits for a person's word instead of doing anything. */
    APPROVAL,
    /** Waits for its time instead of doing anything, see {@link MaintenanceWindow}. */
    WINDOW,
    /** Done, it makes the target site primary; from then on the only way is forward. */
    POINT_OF_NO_RETURN,
    /** Done, the site that was left behind follows again. */
    REDUNDANCY
  }

  /** What follows when the step is refused. */
  public enum OnRefusal {
    /** Take back what was done: the old primary serves again. */
    ROLL_BACK,
    /** Wait for a person: going back is impossible or no better. */
    PAUSE,
    /**
     * Once something was tried, go on: a later step is there in its stead. Where nothing was
     * touched yet, wait for a person.
     */
    FALL_BACK
  }

  /** Whether what takes it back is done if it can be, and nothing depends on that. */
  public boolean undoMayFail() {
    String failure = ActionParameter.FAILURE.wireName();
    return undo.filter(way -> HookFailure.IGNORE.wireName().equals(way.params().get(failure)))
        .isPresent();
  }

  /** The step that takes another one back. */
  public record Undo(String name, HostId host, Map<String, String> params, Duration deadline) {

    public Undo {
      params = Map.copyOf(params);
    }
  }
}
