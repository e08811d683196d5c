package dev.baton.operation;

import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.PairLease;
import dev.baton.eventlog.Replica;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The pairs this replica drives: it renews their leases, and takes over what nobody holds. */
@ApplicationScoped
public class Ownership {

  private static final Logger LOG = Logger.getLogger(Ownership.class);

  private final PairLease lease;
  private final PairDirectory directory;
  private final Replica replica;
  private volatile Map<PairId, Long> epochs = Map.of();
  private long takesOverFrom = System.nanoTime();

  Ownership(PairLease lease, PairDirectory directory, Replica replica) {
    this.lease = lease;
    this.directory = directory;
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
   * One round, to be repeated well within the term of a lease.
   *
   * @return what this replica drives after it
   */
  Map<PairId, Long> round() {
    Map<PairId, Long> now = new HashMap<>(lease.renew(replica.id()));
    if (System.nanoTime() - takesOverFrom >= 0) {
      takeOver(now);
    }
    epochs.keySet().stream()
        .filter(pair -> !now.containsKey(pair))
        .forEach(pair -> LOG.warnf("another replica drives it now pair=%s", pair));
    epochs = Map.copyOf(now);
    return epochs;
  }

  private void takeOver(Map<PairId, Long> mine) {
    Set<PairId> held = lease.held();
    for (PairId pair : directory.pairs()) {
      if (!held.contains(pair)) {
        lease
            .claim(pair, replica.id())
            .ifPresent(epoch -> {
              LOG.infof("this replica drives it now pair=%s epoch=%d", pair, epoch);
              mine.put(pair, epoch);
            });
      }
    }
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
