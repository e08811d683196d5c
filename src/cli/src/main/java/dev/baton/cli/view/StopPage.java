package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;

/** Whether everything is stopped. */
public final class StopPage {

  private StopPage() {}

  public static List<String> lines(JsonFields stop, Screen screen) {
    List<String> lines = new ArrayList<>();
    lines.add(stop.flag("stopped") ? stopped(stop, screen) : "Nothing is stopped.");
    if (stop.has("recorded") && !stop.flag("recorded")) {
      lines.add(
          "It is in force on the control plane that was called, and not on record yet; with several, call each.");
    }
    for (JsonFields operation : stop.objects("operations")) {
      lines.add(
          "%s of %s is %s%s"
              .formatted(
                  operation.text("operation"),
                  operation.text("pair"),
                  screen.state(operation.text("state")),
                  stop.flag("stopped") && !operation.flag("held")
                      ? " and goes on: that gives users their service again"
                      : ""));
    }
    return List.copyOf(lines);
  }

  private static String stopped(JsonFields stop, Screen screen) {
    return "%s by %s since %s: %s"
        .formatted(
            screen.paint(Tone.BAD, "EVERYTHING IS STOPPED"),
            stop.text("by"),
            TimeText.second(stop, "since"),
            stop.text("reason"));
  }

  /** One line for above a status; none when nothing is stopped. */
  public static List<String> warning(JsonFields stop, Screen screen) {
    return stop.flag("stopped") ? List.of(stopped(stop, screen), "") : List.of();
  }
}
