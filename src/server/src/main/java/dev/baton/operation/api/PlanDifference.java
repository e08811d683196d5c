package dev.baton.operation.api;

import dev.baton.operation.engine.PlanHash;
import dev.baton.pair.HostId;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the plan that would be carried out differs from the one that was expected.
 *
 * @param added ids of steps that were not expected
 * @param removed ids of expected steps that are not in the plan
 * @param reordered whether the steps both have come in another order
 */
record PlanDifference(
    List<String> added, List<String> removed, List<Change> changed, boolean reordered) {

  /**
   * One property of a step that both plans have; the one that lacks it shows an empty text.
   *
   * @param field for example {@code params.names} or {@code deadline}
   */
  record Change(String step, String field, String expected, String planned) {}

  PlanDifference {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  static PlanDifference between(Plan expected, Plan planned) {
    Map<String, PlannedStep> before = byId(expected);
    Map<String, PlannedStep> after = byId(planned);
    List<String> added = new ArrayList<>(after.keySet());
    added.removeAll(before.keySet());
    List<String> removed = new ArrayList<>(before.keySet());
    removed.removeAll(after.keySet());
    List<String> kept = new ArrayList<>(before.keySet());
    kept.retainAll(after.keySet());
    List<String> now = new ArrayList<>(after.keySet());
    now.retainAll(before.keySet());
    List<Change> changed =
        kept.stream()
            .flatMap(id ->
                changes(
                    id,
                    properties(Objects.requireNonNull(before.get(id))),
                    properties(Objects.requireNonNull(after.get(id))))
                    .stream())
            .toList();
    return new PlanDifference(added, removed, changed, !kept.equals(now));
  }

  private static Map<String, PlannedStep> byId(Plan plan) {
    return plan.steps().stream()
        .collect(
            Collectors.toMap(
                PlannedStep::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }

  private static List<Change> changes(
      String step, Map<String, String> before, Map<String, String> after) {
    Set<String> fields = new TreeSet<>(before.keySet());
    fields.addAll(after.keySet());
    return fields.stream()
        .map(field ->
            new Change(step, field, before.getOrDefault(field, ""), after.getOrDefault(field, "")))
        .filter(change -> !change.expected().equals(change.planned()))
        .toList();
  }

  private static Map<String, String> properties(PlannedStep step) {
    PlannedStep agreed = PlanHash.agreed(step);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("name", agreed.name());
    properties.put("phase", agreed.phase());
    properties.put("nature", agreed.nature().name());
    properties.put("host", agreed.host().map(HostId::value).orElse(""));
    properties.put("after", String.join(", ", agreed.after()));
    properties.put("deadline", agreed.deadline().toString());
    properties.put("onRefusal", agreed.onRefusal().name());
    agreed.insteadOf().ifPresent(id -> properties.put("insteadOf", id));
    agreed.params().forEach((name, value) -> properties.put("params." + name, value));
    agreed
        .undo()
        .ifPresent(undo -> {
          properties.put("undo", undo.name() + " on " + undo.host());
          properties.put("undo.deadline", undo.deadline().toString());
          undo.params().forEach((name, value) -> properties.put("undo.params." + name, value));
        });
    return properties;
  }
}
