package dev.baton.eventlog.append;

import dev.baton.eventlog.LogRollback;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The highest head of the log that this replica acknowledged or saw. The log never ends before it
 * (S14): what the database says is held against it at every append that reads the head, at the
 * start and once a second.
 */
@Singleton
public class AcknowledgedHead {

  private static final Logger LOG = Logger.getLogger(AcknowledgedHead.class);

  /** The head, and the event that stands where the acknowledged one was, in one snapshot. */
  private static final String PRESENT =
      """
      select h.seq, encode(h.hash, 'hex'), h.recorded_at,
        (select encode(hash, 'hex') from event where seq = ?)
      from log_head h
      """;

  private LogHead highest = LogHead.EMPTY;
  private Optional<LogRollback> rollback = Optional.empty();
  private long generation;

  /** Seq 0 when nothing was acknowledged yet. */
  public synchronized LogHead highest() {
    return highest;
  }

  /** What is missing, as it was found last; empty while the log is as it was acknowledged. */
  public synchronized Optional<LogRollback> rollback() {
    return rollback;
  }

  /** Grows when the log is found to have gone back, and when it is whole again or was adopted. */
  synchronized long generation() {
    return generation;
  }

  /** The log has ended there; while it is known to have gone back, that counts for nothing. */
  public synchronized void acknowledge(LogHead head) {
    if (rollback.isEmpty() && head.seq() > highest.seq()) {
      highest = head;
    }
  }

  /** A person has decided that the log goes on from there; what was missing stays missing. */
  synchronized void adopt(LogHead head) {
    highest = head;
    generation++;
    found(Optional.empty());
  }

  /** Holds the database's head against what was acknowledged before this call. */
  Optional<LogRollback> check(Connection connection) throws SQLException {
    LogHead expected = highest();
    try (PreparedStatement statement = connection.prepareStatement(PRESENT)) {
      statement.setLong(1, expected.seq());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("log_head has lost its row");
        }
        var present =
            new LogHead(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant());
        return judge(expected, present, row.getString(4));
      }
    }
  }

  private synchronized Optional<LogRollback> judge(
      LogHead expected, LogHead present, @Nullable String hash) {
    if (expected.seq() < highest.seq() || !expected.hash().equals(highest.hash())) {
      return rollback; // more was acknowledged meanwhile, or adopted: the next look tells
    }
    boolean whole =
        expected.seq() == 0
            || (present.seq() >= expected.seq()
                && expected.hash().equals(hash)
                && (present.seq() > expected.seq() || present.hash().equals(hash)));
    found(
        whole
            ? Optional.empty()
            : Optional.of(new LogRollback(expected.seq(), expected.hash(), present.seq())));
    acknowledge(present);
    return rollback;
  }

  private synchronized void found(Optional<LogRollback> now) {
    if (now.isPresent() && rollback.isEmpty()) {
      LOG.errorf("the log went back, nothing is appended to it: %s", now.get().sentence());
    } else if (now.isEmpty() && rollback.isPresent()) {
      LOG.info("the log holds again all that was acknowledged, or was adopted without it");
    }
    generation += now.isPresent() == rollback.isPresent() ? 0 : 1;
    rollback = now;
  }
}
