package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.TextTable;
import dev.baton.cli.screen.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;

/** All pairs, one line each, and below them what somebody should look at. */
public final class PairTable {

  private PairTable() {}

  /** The pairs alone. */
  public static List<String> lines(List<JsonFields> pairs, Screen screen) {
    if (pairs.isEmpty()) {
      return List.of("No pair is registered.");
    }
    TextTable table =
        new TextTable("PAIR", "PRIMARY", "STANDBY", "SERVICE", "SWITCHOVER", "FORCED", "OPERATION");
    for (JsonFields pair : pairs) {
      table.row(
          Cell.of(pair.text("pair")),
          Cell.of(primary(pair)),
          Cell.of(standby(pair)),
          Cell.state(pair.object("service").text("state")),
          Cell.state(verdict(pair, "switchover")),
          Cell.state(verdict(pair, "forced")),
          Cell.of(pair.text("operation")));
    }
    return table.lines(screen);
  }

  /** With alarms, drift and findings of each. */
  public static List<String> overview(List<JsonFields> pairs, Screen screen) {
    List<String> lines = new ArrayList<>(lines(pairs, screen));
    for (JsonFields pair : pairs) {
      PairPage.warnings(pair, screen)
          .forEach(warning -> lines.add(pair.text("pair") + ": " + warning));
    }
    return List.copyOf(lines);
  }

  /** Of a pair without roles the reason stands where they would. */
  private static String primary(JsonFields pair) {
    return pair.find("primary").orElseGet(() -> pair.text("state"));
  }

  private static String standby(JsonFields pair) {
    return pair.find("out").isPresent() ? pair.text("standby") + " (out)" : pair.text("standby");
  }

  private static String verdict(JsonFields pair, String of) {
    return pair.object("readiness").object(of).text("verdict");
  }
}
