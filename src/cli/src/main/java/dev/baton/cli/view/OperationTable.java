package dev.baton.cli.view;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.TextTable;
import dev.baton.cli.screen.TextTable.Cell;
import java.util.List;

/** Operations in a list. */
public final class OperationTable {

  private OperationTable() {}

  public static List<String> lines(List<JsonFields> operations, Screen screen) {
    if (operations.isEmpty()) {
      return List.of("There are no operations.");
    }
    TextTable table =
        new TextTable("OPERATION", "PAIR", "MODE", "WAY", "STATE", "REQUESTED", "BY", "REASON");
    for (JsonFields operation : operations) {
      table.row(
          Cell.of(operation.text("operation")),
          Cell.of(operation.text("pair")),
          Cell.of(operation.text("mode")),
          Cell.of(operation.text("from") + " -> " + operation.text("to")),
          Cell.state(operation.text("state")),
          Cell.of(TimeText.second(operation, "requestedAt")),
          Cell.of(operation.text("requestedBy")),
          Cell.of(operation.text("reason")));
    }
    return table.lines(screen);
  }
}
