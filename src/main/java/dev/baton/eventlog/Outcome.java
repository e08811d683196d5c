package dev.baton.eventlog;

import java.sql.SQLException;
import java.util.List;

/** What became of one append. */
sealed interface Outcome {

  /** It is in the log. */
  record Recorded(List<RecordedEvent> events) implements Outcome {}

  record Stale(String why) implements Outcome {}

  record Duplicate(String why) implements Outcome {}

  /** The database refuses one of its values; written again it would be refused again. */
  record Unkeepable(SQLException cause) implements Outcome {}

  /** The database did not answer, or not in a way that tells whether it was recorded. */
  record Unavailable(SQLException cause) implements Outcome {}
}
