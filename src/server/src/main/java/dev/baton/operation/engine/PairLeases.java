package dev.baton.operation.engine;

import dev.baton.eventlog.ProjectionsBehindException;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.eventlog.replica.PairLease;
import dev.baton.eventlog.replica.Replica;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Renews the leases of the pairs this replica drives, and takes over pairs whose lease nobody
 * holds.
 */
@ApplicationScoped
public class PairLeases {

  private static final Logger LOG = Logger.getLogger(PairLeases.class);

  private final PairLease lease;
  private final PairDirectory directory;
  private final PairRepository pairs;
  private final PairAlarms alarms;
  private final RecordFreshness freshness;
  private final AcknowledgedHead acknowledged;
  private final Replica replica;
  private volatile Map<PairId, Long> epochs = Map.of();
  private long takesOverFrom = System.nanoTime();

  PairLeases(
      PairLease lease,
      PairDirectory directory,
      PairRepository pairs,
      PairAlarms alarms,
      RecordFreshness freshness,
      AcknowledgedHead acknowledged,
      Replica replica) {
    this.freshness = freshness;
    this.acknowledged = acknowledged;
    this.lease = lease;
    this.directory = directory;
    this.pairs = pairs;
    this.alarms = alarms;
    this.replica = replica;
  }

  /** The fencing token this replica drives the pair under; empty while another one drives it. */
  public Optional<Long> epoch(PairId pair) {
    return Optional.ofNullable(epochs.get(pair));
  }

  /** Whether this replica drives the pair as it stands there, and so writes for all of them. */
  public boolean drives(PairState pair) {
    return epoch(pair.pair()).equals(Optional.of(pair.epoch()));
  }

  /**
   * One round, to be repeated well within the term of a lease. While the log has gone back this
   * replica drives nothing.
   *
   * @return what this replica drives after it
   */
  Map<PairId, Long> round() {
    if (acknowledged.rollback().isPresent()) {
      epochs = Map.of();
      freshness.look(directory.pairs()); // what the agents know tells what is missing, too
      return epochs;
    }
    Map<PairId, Long> now = new HashMap<>(lease.renew(replica.id()));
    if (System.nanoTime() - takesOverFrom >= 0) {
      try {
        takeOver(now);
      } catch (ProjectionsBehindException e) {
        LOG.debugf("nothing is taken over until the pairs are known: %s", e.getMessage());
      }
    }
    epochs.keySet().stream()
        .filter(pair -> !now.containsKey(pair))
        .forEach(pair -> LOG.warnf("another replica drives it now pair=%s", pair));
    epochs = Map.copyOf(now);
    return epochs;
  }

  private void takeOver(Map<PairId, Long> mine) {
    Set<PairId> held = lease.held();
    List<PairId> free = directory.pairs().stream().filter(pair -> !held.contains(pair)).toList();
    if (!free.isEmpty()) {
      freshness.look(free);
    }
    alarms.each(
        "take it over",
        free.stream().filter(pair -> freshness.of(pair).isEmpty()).toList(),
        pair -> takeOver(pair, mine));
  }

  /** What this replica could not read it must not hold: another version may drive it. */
  private void takeOver(PairId pair, Map<PairId, Long> mine) {
    if (pairs.find(pair).isEmpty()) {
      return;
    }
    lease
        .claim(pair, replica.id())
        .ifPresent(epoch -> {
          LOG.infof("this replica drives it now pair=%s epoch=%d", pair, epoch);
          mine.put(pair, epoch);
        });
  }

  /** Leaves it to a replica that can read it. */
  void leave(PairId pair) {
    LOG.warnf("this replica leaves it to others pair=%s", pair);
    lease.leave(pair, replica.id());
    Map<PairId, Long> rest = new HashMap<>(epochs);
    rest.remove(pair);
    epochs = Map.copyOf(rest);
  }

  /** The database was away: whoever it kept from renewing gets a whole term to come back. */
  void databaseWasAway() {
    takesOverFrom = System.nanoTime() + PairLease.TERM.toNanos();
  }

  /** Hands everything over; no round may follow. */
  void release() {
    epochs = Map.of();
    lease.release(replica.id());
  }
}
