package dev.baton.eventlog.checkpoint;

import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.append.LogReader;
import dev.baton.eventlog.append.NewEventSignal;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.eventlog.export.EventExport;
import dev.baton.eventlog.export.ExportScope;
import dev.baton.eventlog.export.ExportVerdict;
import dev.baton.eventlog.export.ExportVerifier;
import dev.baton.pair.PairId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A log of a test's own with checkpoints, in the database and in a file. */
public final class SignedLog implements AutoCloseable {

  static final StreamId CI = StreamId.of(new PairId("ci"));

  public final TestDatabase database;
  public final AcknowledgedHead acknowledged = new AcknowledgedHead();
  public final SqlEventLog log;
  public final Checkpoints checkpoints;
  private final CheckpointFile file;
  private final Config config;
  private long version;

  /** Keys and files stand in the folder. */
  public SignedLog(Path folder) throws Exception {
    database = TestDatabase.create();
    log = new SqlEventLog(database.dataSource(), new NewEventSignal(), acknowledged);
    checkpoints = new Checkpoints(database.dataSource(), new Config(folder), acknowledged);
    config = new Config(folder);
    file = new CheckpointFile(config.file());
  }

  record Config(Path folder) implements CheckpointConfig {

    @Override
    public Path key() {
      return folder.resolve("checkpoint.key");
    }

    @Override
    public Duration interval() {
      return Duration.ofHours(1);
    }

    @Override
    public Path file() {
      return folder.resolve("checkpoints.ndjson");
    }

    @Override
    public Optional<URI> push() {
      return Optional.empty();
    }
  }

  /** As many events more, and a checkpoint behind them, in both places. */
  public void grow(int events) throws Exception {
    append(events);
    file.take(checkpoints.make().orElseThrow());
  }

  public void append(int events) throws Exception {
    log.append(CI, version, Collections.nCopies(events, EventLogContract.ABORT), Contexts.engine());
    version += events;
  }

  public List<Checkpoint> outside() throws Exception {
    return file.read();
  }

  public String export() throws Exception {
    return export(ExportScope.everything(checkpoints.publicKey()));
  }

  public String export(long after, long to) throws Exception {
    return export(new ExportScope(after, OptionalLong.of(to), checkpoints.publicKey()));
  }

  private String export(ExportScope scope) throws Exception {
    var out = new ByteArrayOutputStream();
    new EventExport(database.dataSource()).write(scope, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Held against the key and the file that somebody kept elsewhere. */
  public String offline() throws Exception {
    return offline(Optional.empty());
  }

  /** Held against what this replica has written down of the head, too. */
  public String offlineWithHead() throws Exception {
    HeadKeeper keeper = keeper(acknowledged);
    keeper.open();
    keeper.keep(true);
    return offline(HeadFile.beside(config.file(), checkpoints.installation()).read());
  }

  /** What a replica remembers that starts with the files of this one. */
  AcknowledgedHead restarted() {
    var fresh = new AcknowledgedHead();
    keeper(fresh).open();
    return fresh;
  }

  private HeadKeeper keeper(AcknowledgedHead head) {
    var sql = new SqlEventLog(database.dataSource(), new NewEventSignal(), head);
    return new HeadKeeper(sql, head, new NewEventSignal(), checkpoints, config);
  }

  private String offline(Optional<RememberedHead> head) throws Exception {
    var verifier = new ExportVerifier(Optional.of(checkpoints.publicKey()), outside(), head);
    return verify(verifier, export()).sentence();
  }

  public static ExportVerdict verify(ExportVerifier verifier, String export) throws Exception {
    return verifier.verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whoever owns the database takes the newest events away, and moves the head back. */
  public void cutTo(long last) throws Exception {
    tamper(
        "delete from event where seq > " + last,
        "update log_head set seq = %d, hash = (select hash from event where seq = %d)"
            .formatted(last, last));
  }

  /** Another actor, and every hash from there on as it would have been. */
  public void rewriteFrom(long first) throws Exception {
    List<EventRow> rows = new LogReader(database.dataSource()).after(first - 1, 100);
    String last = rows.getFirst().text(EventColumn.PREV_HASH);
    for (EventRow row : rows) {
      var texts = new EnumMap<EventColumn, String>(row.texts());
      texts.put(EventColumn.ACTOR, "somebody else");
      texts.put(EventColumn.PREV_HASH, last);
      last = new EventRow(texts).computedHash();
      tamper(
          """
          update event set actor = 'somebody else', prev_hash = decode('%s', 'hex'),
            hash = decode('%s', 'hex') where seq = %s
          """
              .formatted(texts.get(EventColumn.PREV_HASH), last, texts.get(EventColumn.SEQ)));
    }
    tamper("update log_head set hash = decode('%s', 'hex')".formatted(last));
  }

  /** Runs statements as whoever can do anything. */
  public void tamper(String... statements) throws Exception {
    database.asSuperuser(
        "alter table event disable trigger event_unchanged;"
            + "alter table checkpoint disable trigger checkpoint_unchanged");
    for (String statement : statements) {
      database.asSuperuser(statement);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    database.close();
  }
}
