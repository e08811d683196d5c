package dev.baton.lab.client;

import dev.baton.lab.machine.LabPostgres;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Ids of acknowledged rows, of both tables. */
public record AcknowledgedIds(List<String> rows, List<String> heartbeats) {

  public AcknowledgedIds {
    rows = List.copyOf(rows);
    heartbeats = List.copyOf(heartbeats);
  }

  /**
   * Those the database does not hold, as {@code table:id}; oldest first, rows before heartbeats.
   */
  public List<String> missingFrom(LabPostgres database) {
    return Stream.concat(
            missing("labgo_row", rows, database), missing("labgo_heartbeat", heartbeats, database))
        .toList();
  }

  /** Those it holds more than once, as {@code table:id}; read from the rows, not from the index. */
  public static List<String> repeatedIn(LabPostgres database) {
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

  private static Stream<String> missing(String table, List<String> promised, LabPostgres database) {
    Set<String> held = new HashSet<>(database.query("select id from " + table).lines().toList());
    return promised.stream().filter(id -> !held.contains(id)).map(id -> table + ":" + id);
  }
}
