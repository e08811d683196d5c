package dev.baton.eventlog.export;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.checkpoint.Checkpoint;
import java.time.Instant;

/**
 * A line of an export: JSON that says what it is by its first name. A {@code header} comes first,
 * then every {@code checkpoint} for the events that follow, then the events, and an {@code end}.
 * The names are in files that people keep: renaming one makes them unreadable.
 */
sealed interface ExportLine {

  String FORMAT = "baton-export/1";

  /**
   * What the file is.
   *
   * @param after the events begin behind this one
   * @param prevHash of the event {@code after}; zeros when that is 0
   * @param to and end with this one
   * @param head the newest event of the log at that time
   */
  record Header(
      String format,
      String installation,
      String publicKey,
      long after,
      String prevHash,
      long to,
      long head,
      Instant time)
      implements ExportLine {}

  record Signed(Checkpoint checkpoint) implements ExportLine {}

  /** Every field of {@link EventColumn} that is there, as text; numbers as numbers. */
  record EventLine(EventRow row) implements ExportLine {}

  /**
   * So that a cut is noticed.
   *
   * @param count of the events in the file
   * @param hash of the last event as the log remembers it
   */
  record End(long count, long seq, String hash) implements ExportLine {}
}
