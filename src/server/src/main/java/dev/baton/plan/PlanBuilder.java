package dev.baton.plan;

import dev.baton.pair.HostId;
import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.PlannedStep.Undo;
import dev.baton.pair.Site;
import dev.baton.protocol.ActionParameter;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Builds a plan: its steps with their order, deadlines and undos. */
public final class PlanBuilder {

  /** The parameter of a wait for a person's word that says what the person is asked. */
  public static final String QUESTION = "question";

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final List<PlannedStep> before;
  private final List<PlannedStep> steps = new ArrayList<>();
  private OnRefusal onRefusal = OnRefusal.PAUSE;
  private String phase = "";

  /** A plan that replaces no other. */
  public PlanBuilder() {
    this(List.of());
  }

  /**
   * A plan that takes the place of another one. No id of that one comes again, because orders to
   * agents are named after the step: a step of this plan must not get an answer meant for that one.
   */
  public PlanBuilder(List<PlannedStep> before) {
    this.before = List.copyOf(before);
  }

  /** The steps that follow belong to this phase. */
  public void phase(String name, OnRefusal onRefusal) {
    this.phase = name;
    this.onRefusal = onRefusal;
  }

  /** Adds a step on a host; it waits for the steps named. Answers its id. */
  public String on(HostId host, String name, Map<String, String> params, String... after) {
    return add(name, StepRole.ORDINARY, Optional.of(host), params, after);
  }

  /** Has slots of others dropped that the other site has now; answers the last step. */
  public String dropSlots(List<String> slots, Site from, Site to, String after) {
    String last = after;
    for (String slot : slots) {
      Map<String, String> params =
          Map.of(ActionParameter.SLOT.wireName(), slot, "primary", to.database().value());
      last = on(from.database(), "drop-slot", params, last);
    }
    return last;
  }

  /** Adds a step on a host that no other step waits for. */
  public void leaf(HostId host, String name, Map<String, String> params, String... after) {
    String unused = on(host, name, params, after);
  }

  /** Adds a step on a host that means something to the engine. */
  public String on(
      StepRole nature, HostId host, String name, Map<String, String> params, String... after) {
    return add(name, nature, Optional.of(host), params, after);
  }

  /** Adds a step that is on no single host. */
  public String look(String name, String... after) {
    return add(name, StepRole.ORDINARY, Optional.empty(), Map.of(), after);
  }

  /** Adds a step with parameters that is on no single host. */
  public String look(String name, Map<String, String> params, String... after) {
    return add(name, StepRole.ORDINARY, Optional.empty(), params, after);
  }

  /** Adds a wait for a person's word. */
  public String approval(
      String name, Duration deadline, Map<String, String> params, String... after) {
    String id = add(name, StepRole.APPROVAL, Optional.empty(), params, after);
    replaceLast(old -> with(old, deadline, old.onRefusal(), old.undo(), old.insteadOf()));
    return id;
  }

  /** Adds a wait for its time; answers the step to wait for, which is the last one without one. */
  public String window(String name, MaintenanceWindow window, String after) {
    return window.equals(MaintenanceWindow.ANY)
        ? after
        : add(name, StepRole.WINDOW, Optional.empty(), window.params(), after);
  }

  /** Says that the step added last may fail, because one of those that follow is done then. */
  public void mayFail() {
    replaceLast(old -> with(old, old.deadline(), OnRefusal.FALL_BACK, old.undo(), old.insteadOf()));
  }

  /** Says that the step added last is done only if that one failed. */
  public void insteadOf(String id) {
    replaceLast(old -> with(old, old.deadline(), old.onRefusal(), old.undo(), Optional.of(id)));
  }

  /** Says that a refusal of the step added last waits for a person, whatever its phase. */
  void pausing() {
    replaceLast(old -> with(old, old.deadline(), OnRefusal.PAUSE, old.undo(), old.insteadOf()));
  }

  /** Gives the step added last another time limit than a minute. */
  public void within(Duration deadline) {
    replaceLast(old -> with(old, deadline, old.onRefusal(), old.undo(), old.insteadOf()));
  }

  /** Says what takes the step added last back, on its own host. */
  public void undoneBy(String name, Map<String, String> params) {
    undoneBy(name, params, Duration.ofMinutes(2));
  }

  void undoneBy(String name, Map<String, String> params, Duration deadline) {
    PlannedStep last = steps.getLast();
    Undo undo = new Undo(name, last.host().orElseThrow(), params, deadline);
    replaceLast(
        old -> with(old, old.deadline(), old.onRefusal(), Optional.of(undo), old.insteadOf()));
  }

  /** The steps so far, in the order they were added. */
  public List<PlannedStep> list() {
    return List.copyOf(steps);
  }

  private String add(
      String name,
      StepRole nature,
      Optional<HostId> host,
      Map<String, String> params,
      String... after) {
    long same =
        Stream.concat(before.stream(), steps.stream())
            .filter(step -> step.name().equals(name) && step.host().equals(host))
            .count();
    String numbered = same == 0 ? name : name + "-" + (same + 1);
    String id = host.map(h -> numbered + "@" + h).orElse(numbered);
    steps.add(
        new PlannedStep(
            id,
            name,
            phase,
            nature == StepRole.ORDINARY && safeguard(name) ? StepRole.SAFEGUARD : nature,
            host,
            params,
            List.of(after),
            DEADLINE,
            onRefusal,
            Optional.empty(),
            Optional.empty()));
    return id;
  }

  private static boolean safeguard(String name) {
    return StepCatalogue.named(name).map(StepKind::safeguard).orElse(false);
  }

  private void replaceLast(UnaryOperator<PlannedStep> change) {
    steps.add(change.apply(steps.removeLast()));
  }

  private static PlannedStep with(
      PlannedStep old,
      Duration deadline,
      OnRefusal onRefusal,
      Optional<Undo> undo,
      Optional<String> insteadOf) {
    return new PlannedStep(
        old.id(),
        old.name(),
        old.phase(),
        old.nature(),
        old.host(),
        old.params(),
        old.after(),
        deadline,
        onRefusal,
        undo,
        insteadOf);
  }
}
