package dev.baton.eventlog;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the rows of pairs, operations and hosts in step with the log. They are derived: wrong ones
 * are rebuilt, never repaired.
 */
@ApplicationScoped
public class Projector {

  private static final int PAGE = 500;

  private final EventLog log;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile long stands;

  Projector(EventLog log) {
    this.log = log;
  }

  void start(@Observes StartupEvent started) {
    upTo(log.head());
  }

  /** Returns when the rows hold every event up to that one; brings them there if need be. */
  public void upTo(long seq) {
    if (stands < seq) {
      catchUp();
    }
  }

  /** The rows hold every event recorded before this call. */
  public void upToNow() {
    upTo(log.head());
  }

  /** Throws all rows away and makes them again from the first event on; readers see either. */
  public void rebuild() {
    bringOn(() -> {
      ProjectionEntity.locked().seq = 0;
      PairRow.deleteAll();
      OperationRow.deleteAll();
      HostRow.deleteAll();
    });
  }

  private void catchUp() {
    bringOn(() -> {});
  }

  private void bringOn(Runnable before) {
    turn.lock();
    try {
      stands =
          QuarkusTransaction.requiringNew()
              .call(() -> {
                before.run();
                return addAll();
              });
    } finally {
      turn.unlock();
    }
  }

  /** Another replica may have brought the rows on: where they stand is read under the lock. */
  private long addAll() {
    ProjectionEntity position = ProjectionEntity.locked();
    List<RecordedEvent> page = log.readAll(position.seq, PAGE);
    while (!page.isEmpty()) {
      page.forEach(Projection::add);
      position.seq = page.getLast().seq();
      page = log.readAll(position.seq, PAGE);
    }
    return position.seq;
  }
}
