package dev.baton;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Who may use whom: the table behind the README's picture. */
final class House {

  /** Package to the packages it may use, from the ground up. */
  static final Map<String, Set<String>> MAY_USE = table();

  private House() {}

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    table.put("pair", Set.of());
    table.put("action", Set.of());
    table.put("database", Set.of());
    table.put("eventlog", Set.of("pair", "database"));
    table.put("host", Set.of("pair", "action"));
    table.put("http", Set.of("eventlog", "pair"));
    table.put("step", Set.of("eventlog", "host", "pair", "action"));
    table.put("operation", Set.of("step", "eventlog", "host", "http", "pair", "action"));
    Set<String> feature = Set.of("operation", "step", "eventlog", "host", "http", "pair", "action");
    table.put("status", feature);
    table.put("switchover", feature);
    table.put("recovery", feature);
    table.put("drill", feature);
    table.put("audit", feature);
    table.put(
        "access",
        Set.of("operation", "step", "eventlog", "host", "http", "pair", "action", "database"));
    table.put("lab", Set.of("action"));
    // It measures whole switchovers too, on the lab's hosts and through the API.
    table.put("bench", Set.of("lab", "step", "eventlog", "database", "pair"));
    table.put("agent", Set.of("action"));
    return table;
  }
}
