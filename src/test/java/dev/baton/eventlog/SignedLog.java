package dev.baton.eventlog;

import dev.baton.database.TestDatabase;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A log of a test's own with checkpoints, in the database and in a file. */
final class SignedLog implements AutoCloseable {

  static final StreamId CI = StreamId.of(new PairId("ci"));

  final TestDatabase database;
  final SqlEventLog log;
  final Checkpoints checkpoints;
  private final CheckpointFile file;
  private long version;

  /** Keys and files stand in the folder. */
  SignedLog(Path folder) throws Exception {
    database = TestDatabase.create();
    log = new SqlEventLog(database.dataSource(), new HeadSignal());
    checkpoints = new Checkpoints(database.dataSource(), new Config(folder));
    file = new CheckpointFile(new Config(folder).file());
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
  void grow(int events) throws Exception {
    append(events);
    file.take(checkpoints.make().orElseThrow());
  }

  void append(int events) throws Exception {
    log.append(CI, version, Collections.nCopies(events, EventLogContract.ABORT), Contexts.engine());
    version += events;
  }

  List<Checkpoint> outside() throws Exception {
    return file.read();
  }

  String export() throws Exception {
    return export(ExportScope.everything(checkpoints.publicKey()));
  }

  String export(long after, long to) throws Exception {
    return export(new ExportScope(after, OptionalLong.of(to), checkpoints.publicKey()));
  }

  private String export(ExportScope scope) throws Exception {
    var out = new ByteArrayOutputStream();
    new EventExport(database.dataSource()).write(scope, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Held against the key and the file that somebody kept elsewhere. */
  String offline() throws Exception {
    var verifier = new ExportVerifier(Optional.of(checkpoints.publicKey()), outside());
    return verify(verifier, export()).sentence();
  }

  static ExportVerdict verify(ExportVerifier verifier, String export) throws Exception {
    return verifier.verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() throws SQLException, IOException {
    database.close();
  }
}
