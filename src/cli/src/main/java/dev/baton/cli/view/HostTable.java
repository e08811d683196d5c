package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.TextTable;
import dev.baton.cli.screen.TextTable.Cell;
import java.util.List;

/** Registered hosts. */
public final class HostTable {

  private HostTable() {}

  public static List<String> lines(List<JsonFields> hosts, Screen screen) {
    if (hosts.isEmpty()) {
      return List.of("No host is registered.");
    }
    TextTable table = new TextTable("HOST", "AGENT AT", "REGISTERED");
    for (JsonFields host : hosts) {
      table.row(
          Cell.of(host.text("host")),
          Cell.of(host.text("endpoint")),
          Cell.of(TimeText.second(host, "registeredAt")));
    }
    return table.lines(screen);
  }
}
