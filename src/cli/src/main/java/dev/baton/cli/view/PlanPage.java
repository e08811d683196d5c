package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Amounts;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.TextTable;
import dev.baton.cli.screen.TextTable.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What a start would do. */
public final class PlanPage {

  private PlanPage() {}

  public static List<String> lines(JsonFields plan, Screen screen) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s of %s (%s), %s -> %s; nothing is on record"
            .formatted(
                plan.text("kind"),
                plan.text("pair"),
                plan.text("mode"),
                plan.text("from"),
                plan.text("to")));
    lines.add("");
    TextTable table = new TextTable("PHASE", "STEP", "DOES", "TOOK BEFORE", "IF REFUSED");
    for (JsonFields step : plan.objects("steps")) {
      table.row(
          Cell.of(step.text("phase")),
          Cell.of(step.text("id")),
          Cell.of(actions(step)),
          Cell.of(expected(step)),
          Cell.of(step.text("onRefusal")));
    }
    lines.addAll(table.lines(screen));
    lines.add("");
    lines.add(
        "This very plan, or none: add --plan-hash %s to the start."
            .formatted(plan.text("planHash")));
    return List.copyOf(lines);
  }

  private static String actions(JsonFields step) {
    return step.objects("actions").stream()
        .map(action -> action.text("action"))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String expected(JsonFields step) {
    OptionalLong ms = step.number("expectedMs");
    return ms.isPresent() ? Amounts.span(Duration.ofMillis(ms.getAsLong())) : "";
  }
}
