package dev.baton.eventlog.append;

import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.RecordedEvent;
import java.sql.SQLException;
import java.util.List;

/** What became of one append. */
sealed interface AppendOutcome {

  /** It is in the log. */
  record Recorded(List<RecordedEvent> events) implements AppendOutcome {}

  record Stale(String why) implements AppendOutcome {}

  record Duplicate(String why) implements AppendOutcome {}

  /** The database refuses one of its values; written again it would be refused again. */
  record Unkeepable(SQLException cause) implements AppendOutcome {}

  /** The log went back; nothing but what stops something is written behind it. */
  record RolledBack(LogRollback rollback) implements AppendOutcome {}

  /** The database did not answer, or not in a way that tells whether it was recorded. */
  record Unavailable(SQLException cause) implements AppendOutcome {}
}
