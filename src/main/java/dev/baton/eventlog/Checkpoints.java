package dev.baton.eventlog;

import dev.baton.eventlog.CheckpointStore.Present;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The signed checkpoints of this installation: made, listed and held against the record. */
@ApplicationScoped
public class Checkpoints {

  private final CheckpointStore store;
  private final CheckpointKey key;
  private final CheckpointFile file;

  Checkpoints(@DataSource("log") AgroalDataSource dataSource, CheckpointConfig config) {
    this.store = new CheckpointStore(dataSource);
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

  /** The same as a PEM file. */
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

  /** Signs the head of the log as it is; empty while there are no events. */
  Optional<Checkpoint> make() {
    return from(
        "add a checkpoint",
        () -> {
          while (true) {
            Present log = store.present();
            if (log.seq() == 0) {
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

  private CheckpointReport judge(List<Checkpoint> kept, List<Checkpoint> outside)
      throws SQLException {
    var seqs =
        Stream.concat(kept.stream(), outside.stream())
            .map(Checkpoint::seq)
            .collect(Collectors.toSet());
    Present log = store.present();
    var extract =
        new CheckpointJudge.Extract(
            log.installation(),
            key.publicKey(),
            0,
            log.seq(),
            log.seq(),
            store.hashes(seqs),
            store.lastEnd(),
            log.now());
    return CheckpointJudge.judge(extract, kept, outside);
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T from(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new RecordUnavailableException(
          "the record could not be reached to %s".formatted(what), e);
    }
  }
}
