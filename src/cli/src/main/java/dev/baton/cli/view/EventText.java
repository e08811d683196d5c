package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Screen;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One event of the log on one line. */
public final class EventText {

  private EventText() {}

  public static List<String> lines(List<JsonFields> events, Screen screen) {
    return events.stream().map(event -> line(event, screen)).toList();
  }

  private static String line(JsonFields event, Screen screen) {
    String outcome = event.text("outcome");
    return Stream.of(
            "%6d".formatted(event.number("seq").orElse(0)),
            TimeText.second(event, "recordedAt"),
            event.text("type"),
            outcome.isEmpty() ? "" : screen.state(outcome),
            about(event),
            event.text("actor"),
            event.text("reason"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("  "));
  }

  /** The narrowest thing it names, with its pair. */
  private static String about(JsonFields event) {
    return Stream.of("pair", "operation", "step", "host")
        .map(event::text)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining("/"));
  }
}
