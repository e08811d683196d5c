package dev.baton.eventlog.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.eventlog.BinaryRow;
import dev.baton.eventlog.ByteText;
import dev.baton.eventlog.CanIgnoreReturnValue;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.HashChain;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.eventlog.append.LogReader;
import dev.baton.eventlog.checkpoint.Checkpoint;
import dev.baton.eventlog.checkpoint.CheckpointStore;
import dev.baton.eventlog.checkpoint.CheckpointStore.Present;
import dev.baton.eventlog.export.ExportLine.End;
import dev.baton.eventlog.export.ExportLine.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Writes events with everything that is needed to verify them without us, as {@link ExportLine}
 * describes. A page is read whole before it is written, so that a slow reader holds no connection;
 * no more than a page is in memory.
 */
public final class EventExport {

  private static final int PAGE = 5_000;

  /** Bytes after which a page of unusually large events ends early. */
  private static final int MOST = 32 << 20;

  private final LogReader reader;
  private final CheckpointStore checkpoints;

  public EventExport(DataSource dataSource) {
    this.reader = new LogReader(dataSource);
    this.checkpoints = new CheckpointStore(dataSource);
  }

  /**
   * Writes the export; does not close the stream.
   *
   * @return how many events it holds
   * @throws IOException when the stream fails; what was written lacks its last line and will not
   *     pass for whole
   */
  @CanIgnoreReturnValue
  public long write(ExportScope scope, OutputStream out) throws IOException {
    try {
      // First, so that the log is beyond every one of them.
      List<Checkpoint> signed =
          checkpoints.forEvents(scope.after(), scope.to().orElse(Long.MAX_VALUE));
      Present log = checkpoints.present();
      long to = Math.min(scope.to().orElse(log.seq()), log.seq());
      writeLine("header", header(scope, to, log), out);
      for (Checkpoint checkpoint : signed) {
        writeLine("checkpoint", checkpoint, out);
      }
      var events = new LineVisitor(out);
      long after = scope.after();
      while (after < to && reader.scan(after, to, PAGE, events) > 0) {
        events.flush();
        after = events.last;
      }
      writeLine("end", new End(events.count, to, hash(to, log)), out);
      return events.count;
    } catch (SQLException e) {
      throw new RecordUnavailableException("the event log could not be reached to export it", e);
    }
  }

  private Header header(ExportScope scope, long to, Present log) throws SQLException {
    return new Header(
        ExportLine.FORMAT,
        log.installation(),
        scope.publicKey(),
        scope.after(),
        hash(scope.after(), log),
        to,
        log.seq(),
        log.now());
  }

  /** As the log remembers it; empty when the event is gone. */
  private String hash(long seq, Present log) throws SQLException {
    if (seq == 0) {
      return HashChain.GENESIS;
    }
    return seq == log.seq() ? log.hash() : checkpoints.hashes(List.of(seq)).getOrDefault(seq, "");
  }

  private static void writeLine(String name, Object content, OutputStream out) throws IOException {
    out.write((json(Map.of(name, content)) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String json(Object content) {
    try {
      return Checkpoint.JSON.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of an export is always JSON", e);
    }
  }

  /** The lines of a page. */
  private static final class LineVisitor implements LogReader.Visitor {

    private static final EventColumn[] COLUMNS = EventColumn.values();
    private static final byte[][] NAMES = new byte[COLUMNS.length][];

    static {
      for (EventColumn column : COLUMNS) {
        NAMES[column.place()] = ByteText.ascii("\"" + column.jsonName() + "\":");
      }
    }

    private final OutputStream out;
    private final ByteText page = new ByteText();
    private long count;
    private long last;

    LineVisitor(OutputStream out) {
      this.out = out;
    }

    @Override
    public boolean visit(BinaryRow row) {
      last = row.number(EventColumn.SEQ);
      int separator = '{';
      for (EventColumn column : COLUMNS) {
        if (row.has(column)) {
          page.add(separator);
          page.add(NAMES[column.place()]);
          row.writeJson(column, page);
          separator = ',';
        }
      }
      page.add('}');
      page.add('\n');
      count++;
      return page.length() < MOST;
    }

    void flush() throws IOException {
      out.write(page.bytes(), 0, page.length());
      page.clear();
    }
  }
}
