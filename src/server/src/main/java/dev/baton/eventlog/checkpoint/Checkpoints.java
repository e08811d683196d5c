package dev.baton.eventlog.checkpoint;

import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.append.LogHead;
import dev.baton.eventlog.append.LogReader;
import dev.baton.eventlog.checkpoint.CheckpointStore.Present;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The signed checkpoints of this installation: made, listed and held against the log. */
@ApplicationScoped
public class Checkpoints {

  private static final Logger LOG = Logger.getLogger(Checkpoints.class);

  private final CheckpointStore store;
  private final LogReader reader;
  private final CheckpointKey key;
  private final CheckpointFile file;
  private final AcknowledgedHead acknowledged;

  Checkpoints(
      @DataSource("log") AgroalDataSource dataSource,
      CheckpointConfig config,
      AcknowledgedHead acknowledged) {
    this.acknowledged = acknowledged;
    this.store = new CheckpointStore(dataSource);
    this.reader = new LogReader(dataSource);
    this.file = new CheckpointFile(config.file());
    try {
      this.key = CheckpointKey.in(config.key());
    } catch (IOException e) {
      throw new UncheckedIOException("baton.checkpoint.key: " + e.getMessage(), e);
    }
  }

  /** Base64 of its X.509 form. */
  public String publicKey() {
    return key.publicKey();
  }

  /** The public key as PEM. */
  public String publicKeyPem() {
    return key.publicPem();
  }

  /** Which log this is. */
  public String installation() {
    return from("read the installation", store::present).installation();
  }

  /** Those with a higher number, oldest first. */
  public List<Checkpoint> after(long number, int limit) {
    return from("read checkpoints", () -> store.after(number, limit));
  }

  /** Signs the head of the log as it is; empty while there are no events, or some are missing. */
  public Optional<Checkpoint> make() {
    return from(
        "add a checkpoint",
        () -> {
          while (true) {
            Present log = store.present();
            if (log.seq() == 0 || acknowledged.rollback().isPresent()) {
              return Optional.empty();
            }
            var checkpoint =
                Checkpoint.signed(
                    log.newest() + 1, log.installation(), log.seq(), log.hash(), log.now(), key);
            if (store.add(checkpoint)) {
              return Optional.of(checkpoint);
            }
          }
        });
  }

  /**
   * Holds the checkpoints in the database and in the file against the record. In this order:
   * whatever is in the file is in the database already, and the log is beyond both.
   */
  public CheckpointReport report() {
    return from(
        "read checkpoints",
        () -> {
          try {
            List<Checkpoint> outside = file.read();
            return judge(store.after(0, Integer.MAX_VALUE), outside);
          } catch (IOException e) {
            return judge(store.after(0, Integer.MAX_VALUE), List.of())
                .withUnreadable(String.valueOf(e.getMessage()));
          }
        });
  }

  /** The newest event that a checkpoint of ours in the file was made for. */
  Optional<LogHead> newestOutside() {
    String installation = installation();
    try {
      return file.read().stream()
          .filter(c -> c.installation().equals(installation) && c.key().equals(publicKey()))
          .filter(Checkpoint::verifies)
          .max(Comparator.comparingLong(Checkpoint::seq))
          .map(c -> new LogHead(c.seq(), c.hash(), c.time()));
    } catch (IOException e) {
      LOG.warnf("checkpoints outside the database cannot be read: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private CheckpointReport judge(List<Checkpoint> kept, List<Checkpoint> outside)
      throws SQLException {
    var seqs =
        Stream.concat(kept.stream(), outside.stream())
            .map(Checkpoint::seq)
            .collect(Collectors.toSet());
    Present log = store.present();
    var extract =
        new CheckpointVerifier.Extract(
            log.installation(),
            key.publicKey(),
            0,
            log.seq(),
            log.seq(),
            store.hashes(seqs),
            store.lastEnd(),
            log.now());
    return CheckpointVerifier.judge(extract, kept, outside, losses());
  }

  private List<AdoptedLoss> losses() throws SQLException {
    return reader.ofStream(StreamId.LOG, 0).stream()
        .map(EventRow::recorded)
        .flatMap(event -> AdoptedLoss.in(event).stream())
        .toList();
  }

  private interface SqlRead<T> {
    T ask() throws SQLException;
  }

  private static <T> T from(String what, SqlRead<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new RecordUnavailableException(
          "the event log could not be reached to %s".formatted(what), e);
    }
  }
}
