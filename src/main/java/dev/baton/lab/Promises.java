package dev.baton.lab;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The ids a client was promised, of both tables. */
public record Promises(List<String> rows, List<String> heartbeats) {

  public Promises {
    rows = List.copyOf(rows);
    heartbeats = List.copyOf(heartbeats);
  }

  /**
   * Those the database does not hold, as {@code table:id}; oldest first, rows before heartbeats.
   */
  public List<String> missingFrom(PostgresServer database) {
    return Stream.concat(
            missing("labgo_row", rows, database), missing("labgo_heartbeat", heartbeats, database))
        .toList();
  }

  /** Those it holds more than once, as {@code table:id}; read from the rows, not from the index. */
  static List<String> repeatedIn(PostgresServer database) {
    return Stream.of("labgo_row", "labgo_heartbeat")
        .flatMap(table ->
            database
                .query(
                    """
                    set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off;
                    select '%1$s:' || id from %1$s group by id having count(*) > 1
                    """
                        .formatted(table))
                .lines())
        .toList();
  }

  private static Stream<String> missing(
      String table, List<String> promised, PostgresServer database) {
    Set<String> held = new HashSet<>(database.query("select id from " + table).lines().toList());
    return promised.stream().filter(id -> !held.contains(id)).map(id -> table + ":" + id);
  }
}
