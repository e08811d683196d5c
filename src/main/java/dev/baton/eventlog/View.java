package dev.baton.eventlog;

import dev.baton.eventlog.LogStatements.Looked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the log stands, as far as some appends depend on it.
 *
 * @param now by the database's clock
 * @param streams every stream that is appended to
 * @param keys where the idempotency keys are that are in the log already
 * @param looked whether it was just read; else it is remembered, and no key was looked for
 */
record View(
    Instant now,
    Head head,
    Map<StreamId, StreamState> streams,
    Map<String, Long> keys,
    boolean looked) {

  static View look(Connection connection, List<Append> appends) throws SQLException {
    List<Looked> rows =
        LogStatements.look(
            connection,
            appends.stream().map(Append::stream).toList(),
            appends.stream().map(append -> append.context().idempotencyKey()).toList());
    var streams = new HashMap<StreamId, StreamState>();
    var keys = new HashMap<String, Long>();
    for (int i = 0; i < rows.size(); i++) {
      Append append = appends.get(i);
      StreamState found = rows.get(i).stream();
      streams.put(append.stream(), found.with(Optional.empty()));
      append
          .context()
          .idempotencyKey()
          .ifPresent(key -> found.keyedEvent().ifPresent(seq -> keys.put(key, seq)));
    }
    return new View(rows.getFirst().now(), rows.getFirst().head(), streams, keys, true);
  }
}
