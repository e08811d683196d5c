package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Amounts;
import dev.baton.cli.screen.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One operation in words. */
public final class OperationText {

  private OperationText() {}

  /** What it is: id, pair, kind and sites. */
  public static String title(JsonFields view) {
    String kind =
        view.find("mode")
            .map(mode -> "%s (%s)".formatted(view.text("kind"), mode))
            .orElseGet(() -> view.text("kind"));
    return "%s: %s of %s, %s -> %s"
        .formatted(
            view.text("operation"), kind, view.text("pair"), view.text("from"), view.text("to"));
  }

  /** After a call that started or moved it, and what to do next. */
  public static List<String> accepted(JsonFields view, Screen screen) {
    List<String> lines = new ArrayList<>();
    lines.add(title(view));
    lines.add(state(view, screen));
    if (!view.has("outcome")) {
      lines.add("baton watch %s follows it.".formatted(view.text("operation")));
    }
    return List.copyOf(lines);
  }

  /** Its state, with the reason where it has one. */
  public static String state(JsonFields view, Screen screen) {
    String state = screen.state(view.text("state"));
    return view.find("why").map(why -> state + "  " + why).orElse(state);
  }

  /**
   * Where it stands when it is followed no longer: ended, or waiting for a person.
   *
   * @param report what the log says of it; empty where it could not be had
   */
  public static List<String> last(JsonFields view, Optional<JsonFields> report, Screen screen) {
    List<String> lines = new ArrayList<>();
    lines.add(summary(view, report, screen));
    view.find("halfDone").ifPresent(left -> lines.add("left in between: " + left));
    view.texts("exceptions").forEach(exception -> lines.add("exception: " + exception));
    List<String> moves = view.texts("moves");
    if (!view.has("outcome")) {
      lines.add(
          moves.isEmpty()
              ? "It waits for a person, and this token may make no move in it."
              : "It waits for a person; open: %s. For example: baton %s %s --reason TEXT"
                  .formatted(String.join(", ", moves), moves.getFirst(), view.text("operation")));
    }
    return List.copyOf(lines);
  }

  private static String summary(JsonFields view, Optional<JsonFields> report, Screen screen) {
    StringBuilder line = new StringBuilder(state(view, screen));
    took(view).ifPresent(time -> line.append("  after ").append(Amounts.span(time)));
    report
        .flatMap(OperationText::gap)
        .ifPresent(gap -> line.append("  service gap ").append(Amounts.span(gap)));
    report
        .flatMap(known -> known.object("dataLoss").find("verdict"))
        .ifPresent(loss -> line.append("  data loss ").append(loss));
    return line.toString();
  }

  /** From the request to the end; empty while it has none. */
  private static Optional<Duration> took(JsonFields view) {
    return view.time("requestedAt")
        .flatMap(from -> view.time("endedAt").map(to -> Duration.between(from, to)));
  }

  /** How long users had no service, as far as the report has it; empty when they always had. */
  public static Optional<Duration> gap(JsonFields report) {
    OptionalLong ms = report.object("serviceGap").number("ms");
    return ms.isPresent() ? Optional.of(Duration.ofMillis(ms.getAsLong())) : Optional.empty();
  }
}
