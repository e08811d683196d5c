package dev.baton.eventlog.projection;

import dev.baton.eventlog.CodeFingerprint;
import dev.baton.eventlog.EventCodec;
import dev.baton.eventlog.EventLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.TransactionSemantics;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes all rows again beside those in use, and puts them in their place at the end, in one short
 * transaction: readers see either. Each page is a transaction of its own, so that one that was
 * killed goes on where it was, here or in another replica; two at once help each other.
 */
final class Rebuild {

  private static final List<String> TABLES = List.of("pair_row", "operation_row", "host_row");

  private static final String MAKER =
      CodeFingerprint.of(Projection.class, ProjectionEntity.class, EventCodec.class);

  private final EventLog log;
  private final int page;

  /**
   * @param page events a transaction
   */
  Rebuild(EventLog log, int page) {
    this.log = log;
    this.page = page;
  }

  /** Whether one was begun and has not come to its end. */
  static boolean underWay() {
    return progress().isPresent();
  }

  /** How far the one under way has come; empty while none is. */
  static Optional<RebuildProgress> progress() {
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          ProjectionEntity next = ProjectionEntity.findById(ProjectionEntity.NEXT);
          @Nullable Long goal = next.goal;
          return goal == null ? Optional.empty() : Optional.of(new RebuildProgress(next.seq, goal));
        });
  }

  /** Begins one, unless the same code is at it already. */
  void begin() {
    long head = log.head();
    QuarkusTransaction.requiringNew()
        .run(() -> {
          ProjectionEntity next = ProjectionEntity.locked(ProjectionEntity.NEXT);
          if (next.goal == null || !MAKER.equals(next.maker) || next.seq > head) {
            NextTables.within(next::clear);
            next.goal = head;
            next.maker = MAKER;
          }
        });
  }

  /** Carries the one under way to its end, from wherever it is. */
  void run(Consumer<RebuildProgress> watcher) {
    begin();
    boolean more = true;
    while (more) {
      WrittenPage written = onePage();
      written.at().ifPresent(watcher);
      more = written.more();
    }
    putInPlace();
  }

  /**
   * What became of a page.
   *
   * @param at empty when somebody else ended the rebuild
   */
  private record WrittenPage(Optional<RebuildProgress> at, boolean more) {}

  /** Read before the lock is held: whoever sleeps with it loses the transaction. */
  private WrittenPage onePage() {
    long from = progress().map(RebuildProgress::seq).orElse(0L);
    Projection.LogPage read = Projection.LogPage.after(log, from, page);
    return NextTables.within(() ->
        QuarkusTransaction.requiringNew()
            .call(() -> {
              ProjectionEntity next = ProjectionEntity.locked(ProjectionEntity.NEXT);
              @Nullable Long goal = next.goal;
              if (goal == null) {
                return new WrittenPage(Optional.empty(), false);
              }
              boolean more = next.seq != from || next.advance(read);
              return new WrittenPage(Optional.of(new RebuildProgress(next.seq, goal)), more);
            }));
  }

  private void putInPlace() {
    QuarkusTransaction.runner(TransactionSemantics.REQUIRE_NEW)
        .timeout(Projector.NO_LIMIT)
        .run(() -> {
          // In this order everywhere: rows in use first.
          ProjectionEntity inUse = ProjectionEntity.locked(ProjectionEntity.IN_USE);
          ProjectionEntity next = ProjectionEntity.locked(ProjectionEntity.NEXT);
          if (next.goal != null) {
            NextTables.within(() -> {
              while (next.advance(Projection.LogPage.after(log, next.seq, page))) {}
              ProjectionEntity.flush();
            });
            TABLES.forEach(Rebuild::exchange);
            inUse.seq = next.seq;
            inUse.unreadable = next.unreadable;
            next.seq = 0;
            next.unreadable = null;
            next.goal = null;
            next.maker = null;
          }
        });
  }

  private static void exchange(String table) {
    for (String statement :
        List.of(
            "delete from %1$s",
            "insert into %1$s select * from %1$s_next", "delete from %1$s_next")) {
      int unused =
          ProjectionEntity.getEntityManager()
              .createNativeQuery(statement.formatted(table))
              .executeUpdate();
    }
  }
}
