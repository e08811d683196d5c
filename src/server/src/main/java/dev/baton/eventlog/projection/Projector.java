package dev.baton.eventlog.projection;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.ProjectionsBehindException;
import dev.baton.pair.UnreadableEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.TransactionSemantics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of pairs, operations and hosts in step with the log. They are derived: wrong ones
 * are rebuilt, never repaired. A page is a transaction; whoever is killed leaves rows that are
 * right as far as they are.
 */
@ApplicationScoped
public class Projector {

  private static final Logger LOG = Logger.getLogger(Projector.class);
  private static final int PAGE = 500;

  /** A row that several events of a page change is read and written once. */
  private static final int PAGE_OF_REBUILD = 2_000;

  /** Whoever is further behind is not waited for. */
  private static final int FAR = 10 * PAGE;

  private static final Duration TELL = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Of a transaction, in seconds: a long log takes as long as it takes. */
  static final int NO_LIMIT = Integer.MAX_VALUE;

  private final EventLog log;
  private final Rebuild rebuild;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile long stands;
  private volatile long generation;

  /** The rows in use are far behind, and on their way. */
  private volatile @Nullable RebuildProgress behind;

  /** Rows are made again beside those in use. */
  private volatile @Nullable RebuildProgress beside;

  private volatile @Nullable Thread worker;
  private volatile boolean closed;
  private long toldAt;

  Projector(EventLog log) {
    this.log = log;
    this.rebuild = new Rebuild(log, PAGE_OF_REBUILD);
  }

  void start(@Observes StartupEvent started) {
    boolean again = Rebuild.underWay() || readsMoreNow();
    if (again) {
      rebuild.begin();
    }
    stands = position();
    if (isFarBehind()) {
      behind = new RebuildProgress(stands, log.head());
    } else {
      catchUp();
    }
    if (again || behind != null) {
      startToBringOn(again);
    }
  }

  void stop(@Observes ShutdownEvent stopped) {
    closed = true;
  }

  /** Whether an event that was passed over can be read by this version. */
  private boolean readsMoreNow() {
    @Nullable Long seq =
        QuarkusTransaction.requiringNew()
            .call(() -> ProjectionEntity.locked(ProjectionEntity.IN_USE).unreadable);
    return seq != null
        && log.readAll(seq - 1, 1).stream()
            .noneMatch(event -> event.event() instanceof UnreadableEvent);
  }

  /**
   * Returns when the rows hold every event up to that one; brings them there if need be.
   *
   * @throws ProjectionsBehindException while they are so far behind that it would take long
   */
  public void upTo(long seq) {
    long now = log.generation();
    if (stands < seq || generation != now) {
      @Nullable RebuildProgress far = behind;
      if (far != null) {
        throw new ProjectionsBehindException(far.sentence());
      }
      catchUp();
      generation = now;
    }
  }

  /** The rows hold every event recorded before this call. */
  public void upToNow() {
    upTo(log.head());
  }

  /** How far the rows in use have come, while they are too far behind to be read. */
  public Optional<RebuildProgress> behind() {
    return Optional.ofNullable(behind);
  }

  /** How far the rows have come that are made again beside those in use. */
  public Optional<RebuildProgress> beside() {
    return Optional.ofNullable(beside);
  }

  /**
   * Makes all rows again from the first event on; readers see the old ones until all are made. One
   * that was cut off is gone on with.
   */
  public void rebuild(Consumer<RebuildProgress> watcher) {
    rebuild.run(watcher);
  }

  /** What the rows hold, in a sentence. */
  public String contents() {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          ProjectionEntity position = ProjectionEntity.locked(ProjectionEntity.IN_USE);
          return "the tables hold %d events: %d pairs, %d operations, %d hosts%s"
              .formatted(
                  position.seq,
                  PairRow.count(),
                  OperationRow.count(),
                  HostRow.count(),
                  position.unreadable == null
                      ? ""
                      : "; event %d and perhaps others are of a newer version and were passed over"
                          .formatted(position.unreadable));
        });
  }

  private static long position() {
    return QuarkusTransaction.requiringNew()
        .call(() -> ProjectionEntity.<ProjectionEntity>findById(ProjectionEntity.IN_USE).seq);
  }

  private boolean isFarBehind() {
    return log.head() - stands > FAR;
  }

  private void startToBringOn(boolean again) {
    Thread thread =
        Thread.ofPlatform().daemon().name("projections").unstarted(() -> bringOn(again));
    worker = thread;
    thread.start();
  }

  /** Until it is done, or the program ends; the database may be away meanwhile. */
  private void bringOn(boolean again) {
    while (!closed) {
      try {
        catchUp();
        behind = null;
        if (again) {
          rebuild.run(progress -> {
            beside = progress;
            tell(progress);
          });
          beside = null;
        }
        LOG.infof("projections are as new as the log: %s", contents());
        return;
      } catch (RuntimeException e) {
        LOG.warnf("projections cannot be brought on now: %s", e.getMessage());
        rest();
      }
    }
  }

  private void rest() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void tell(RebuildProgress progress) {
    if (System.nanoTime() - toldAt >= TELL.toNanos()) {
      toldAt = System.nanoTime();
      LOG.info(progress.sentence());
    }
  }

  private void catchUp() {
    turn.lock();
    try {
      while (onePage() && !closed) {
        if (behind == null && isFarBehind()) {
          behind = new RebuildProgress(stands, log.head());
          startToBringOn(false);
        }
        @Nullable RebuildProgress far = behind;
        if (far != null) {
          far = new RebuildProgress(stands, far.goal());
          behind = far;
          if (!Thread.currentThread().equals(worker)) {
            throw new ProjectionsBehindException(far.sentence());
          }
          tell(far);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** Another replica may have brought the rows on: where they stand is read under the lock. */
  private boolean onePage() {
    record Written(long seq, boolean more) {}
    Written written =
        QuarkusTransaction.runner(TransactionSemantics.REQUIRE_NEW)
            .timeout(NO_LIMIT)
            .call(() -> {
              ProjectionEntity position = ProjectionEntity.locked(ProjectionEntity.IN_USE);
              if (position.seq > log.head()) {
                LOG.warnf("the log went back: the tables are made again");
                position.clear();
              }
              boolean more = position.advance(Projection.LogPage.after(log, position.seq, PAGE));
              return new Written(position.seq, more);
            });
    stands = written.seq();
    return written.more();
  }
}
