package dev.baton;

import dev.baton.drill.DrillSteps;
import dev.baton.pair.HostId;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.plan.GracefulSwitch;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.PolicyParts;
import dev.baton.recovery.RecoverySteps;
import dev.baton.switchover.ForcedSteps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Draws packages, plans and states as text, from the code. */
final class ReadmeDiagrams {

  static final Site EAST =
      new Site(new SiteName("a"), new HostId("a-app"), new HostId("a-db"), "10.0.0.1:5432");
  static final Site WEST =
      new Site(new SiteName("b"), new HostId("b-app"), new HostId("b-db"), "10.0.0.2:5432");

  /** Name of a picture to the picture. */
  static final Map<String, String> DRAWN = drawn();

  private ReadmeDiagrams() {}

  private static Map<String, String> drawn() {
    PlanBuilder graceful = new PlanBuilder();
    GracefulSwitch.plan(graceful, TestPairs.serving("a"), PolicyParts.ALL, "10.0.0.2:7443", "");
    Map<String, String> drawn = new LinkedHashMap<>();
    drawn.put("packages", table(PackageRules.parts()));
    drawn.put("rooms", table(PackageRules.USES));
    drawn.put("graceful switchover", plan(graceful.list()));
    drawn.put("forced switchover", plan(ForcedSteps.plan()));
    drawn.put("recovery", plan(RecoverySteps.plan(RejoinKind.REWIND)));
    drawn.put("drill", plan(DrillSteps.plan()));
    drawn.put("states", dev.baton.pair.StatePicture.drawn());
    return drawn;
  }

  private static String table(Map<String, Set<String>> uses) {
    StringBuilder text = new StringBuilder();
    uses.forEach((name, used) ->
        text.append(
            "%-20s uses %s%n"
                .formatted(
                    name, used.isEmpty() ? "nothing" : String.join(" ", new TreeSet<>(used)))));
    return text.toString();
  }

  /** One line a step: phase, name, host, what it waits for, and what takes it back. */
  private static String plan(List<PlannedStep> steps) {
    StringBuilder text = new StringBuilder();
    String phase = "";
    for (PlannedStep step : steps) {
      text.append(
          "%-8s %-23s %-6s%s%n"
              .formatted(
                  step.phase().equals(phase) ? "" : step.phase(),
                  plain(step.id()),
                  step.host().map(HostId::value).orElse(""),
                  remarks(step))
              .stripTrailing());
      text.append(System.lineSeparator());
      phase = step.phase();
    }
    return text.toString();
  }

  /** The id without its host; a second step of a kind on a host has a number. */
  private static String plain(String id) {
    return id.replaceAll("@.*", "");
  }

  private static String remarks(PlannedStep step) {
    String after =
        step.after().isEmpty()
            ? ""
            : " after "
                + step.after().stream()
                    .map(ReadmeDiagrams::plain)
                    .distinct()
                    .collect(Collectors.joining(", "));
    return after + step.undo().map(undo -> "; undone by " + undo.name()).orElse("");
  }
}
