package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import java.time.temporal.ChronoUnit;

/** Points in time, UTC, as precise as people need them. */
final class TimeText {

  private TimeText() {}

  /** To the second; empty when absent. */
  static String second(JsonFields object, String name) {
    return object
        .time(name)
        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
        .orElse("");
  }
}
