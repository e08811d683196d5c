package dev.baton.eventlog.append;

import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.LogStatements.Looked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Head and streams of the log, as far as some appends are checked against them.
 *
 * @param now by the database's clock
 * @param streams every stream that is appended to
 * @param keys where the idempotency keys are that are in the log already
 * @param looked whether it was just read; else it is remembered, and no key was looked for
 */
record LogSnapshot(
    Instant now,
    LogHead head,
    Map<StreamId, StreamState> streams,
    Map<String, Long> keys,
    boolean looked) {

  static LogSnapshot look(Connection connection, List<PendingAppend> appends) throws SQLException {
    List<Looked> rows =
        LogStatements.look(
            connection,
            appends.stream().map(PendingAppend::stream).toList(),
            appends.stream().map(append -> append.context().idempotency().key()).toList());
    var streams = new HashMap<StreamId, StreamState>();
    var keys = new HashMap<String, Long>();
    for (int i = 0; i < rows.size(); i++) {
      PendingAppend append = appends.get(i);
      StreamState found = rows.get(i).stream();
      streams.put(append.stream(), found.with(Optional.empty()));
      append
          .context()
          .idempotency()
          .key()
          .ifPresent(key -> found.keyedEvent().ifPresent(seq -> keys.put(key, seq)));
    }
    return new LogSnapshot(rows.getFirst().now(), rows.getFirst().head(), streams, keys, true);
  }
}
