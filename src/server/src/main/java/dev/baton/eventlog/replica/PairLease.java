package dev.baton.eventlog.replica;

import dev.baton.eventlog.CanIgnoreReturnValue;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.LogStatements;
import dev.baton.eventlog.append.LogStatements.Looked;
import dev.baton.eventlog.append.PlacedEvent;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The lease by which one replica drives a pair, by the database's clock. Taking a pair over raises
 * the epoch in the same transaction as the event that says so, so no append of the former owner can
 * come after it.
 */
@ApplicationScoped
public class PairLease {

  /** How long a lease lasts that is not renewed. */
  public static final Duration TERM = Duration.ofSeconds(3);

  private final SqlEventLog log;

  public PairLease(SqlEventLog log) {
    this.log = log;
  }

  /**
   * Makes the replica the owner of the pair unless another one holds it.
   *
   * @return the epoch to append and to command with, the same again while it stays the owner; empty
   *     when another replica holds the pair
   */
  @CanIgnoreReturnValue
  public Optional<Long> claim(PairId pair, String replica) {
    var epoch = new AtomicReference<Optional<Long>>(Optional.empty());
    try {
      log.exclusively(
          "claim " + pair,
          connection -> {
            StreamId stream = StreamId.of(pair);
            Looked looked = LogStatements.look(connection, stream, Optional.empty());
            long present = looked.stream().epoch().orElse(0L);
            LeaseTable.Lease lease = LeaseTable.of(connection, pair);
            boolean ours = lease.owner().equals(replica);
            if (lease.held() && !ours) {
              return List.of();
            }
            long given = ours ? present : present + 1;
            epoch.set(Optional.of(given));
            LeaseTable.keep(connection, pair, replica, given);
            return ours ? List.of() : takeOver(looked, stream, replica, given);
          });
    } catch (StaleVersionException | DuplicateKeyException e) {
      throw new IllegalStateException("nothing was expected, so nothing can be stale", e);
    }
    return epoch.get();
  }

  /**
   * Makes the replica the owner of the pair under that epoch, with the events that say why.
   *
   * @param expectedVersion of the pair's stream that they were decided on
   * @param epoch above every one that was given out or seen
   * @throws StaleVersionException when the stream moved on, or another replica holds the pair
   */
  public void adopt(
      PairId pair,
      String replica,
      long expectedVersion,
      long epoch,
      List<PairEvent> events,
      EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    own(pair, replica, expectedVersion, epoch, events, context, false);
  }

  /**
   * As {@link #adopt}, and takes it from a replica that holds it: that one finds its epoch
   * overtaken with its next append, and is refused by the agents.
   *
   * @throws StaleVersionException when the stream moved on
   */
  public void seize(
      PairId pair,
      String replica,
      long expectedVersion,
      long epoch,
      List<PairEvent> events,
      EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    own(pair, replica, expectedVersion, epoch, events, context, true);
  }

  private void own(
      PairId pair,
      String replica,
      long expectedVersion,
      long epoch,
      List<PairEvent> events,
      EventContext context,
      boolean evenIfHeld)
      throws StaleVersionException, DuplicateKeyException {
    StreamId stream = StreamId.of(pair);
    log.exclusively(
        "own " + pair,
        connection -> {
          Looked looked = LogStatements.look(connection, stream, context.idempotency().key());
          LeaseTable.Lease lease = LeaseTable.of(connection, pair);
          long present = looked.stream().epoch().orElse(context.epoch());
          looked.stream().check(stream, expectedVersion, context.withEpoch(present));
          boolean others = lease.held() && !lease.owner().equals(replica);
          if ((others && !evenIfHeld) || present >= epoch) {
            throw new StaleVersionException("another replica drives %s".formatted(pair));
          }
          LeaseTable.keep(connection, pair, replica, epoch);
          return looked
              .head()
              .next(stream, expectedVersion, events, context.withEpoch(epoch), looked.now());
        });
  }

  /**
   * Extends every lease of the replica, also one that has run out and that nobody has taken since.
   *
   * @return its pairs with their epochs; one that is missing was taken over, and must be left alone
   */
  public Map<PairId, Long> renew(String replica) {
    return log.ask(connection -> LeaseTable.renew(connection, replica));
  }

  /** The pairs that some replica holds at this moment. */
  public Set<PairId> held() {
    return log.ask(LeaseTable::held);
  }

  /** Leaves one pair to others: the replica renews it no more, and takes it over like any other. */
  public void leave(PairId pair, String replica) {
    int unused = log.ask(connection -> LeaseTable.leave(connection, pair, replica));
  }

  /** Lets others take over at once what the replica holds. */
  public void release(String replica) {
    int unused = log.ask(connection -> LeaseTable.release(connection, replica));
  }

  private static List<PlacedEvent> takeOver(
      Looked looked, StreamId stream, String replica, long epoch) {
    EventContext context =
        EventContext.ofEngine(replica, UUID.randomUUID().toString()).withEpoch(epoch);
    return looked
        .head()
        .next(
            stream,
            looked.stream().version(),
            List.of(new PairTakenOver(replica, epoch)),
            context,
            looked.now());
  }
}
