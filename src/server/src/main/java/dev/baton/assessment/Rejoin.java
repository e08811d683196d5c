package dev.baton.assessment;

import dev.baton.pair.kind.RejoinKind;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a database that was left behind can follow the new primary, from the control data of the one
 * and the timeline history of the other. Pure. The cases are those of Patroni's and repmgr's rejoin
 * logic.
 *
 * @param why the finding in one sentence
 * @param fork where the new primary's timeline left the old one's; empty when that is not known
 */
public record Rejoin(RejoinKind kind, String why, Optional<Lsn> fork) {

  /**
   * Decides.
   *
   * @param old control data of the database that is out, keys of {@code postgres.control-data}
   * @param oldHistory text of its newest timeline history file; may be empty
   * @param current position of the new primary, keys of {@code postgres.position}
   * @param history text of the new primary's timeline history file; empty on timeline 1
   */
  public static Rejoin decide(
      Map<String, String> old, String oldHistory, Map<String, String> current, String history) {
    if (Evidence.of(old).text(EvidenceKey.CLUSTER_STATE).equals("no data")) {
      return new Rejoin(
          RejoinKind.BASEBACKUP, "it has no database in its data folder", Optional.empty());
    }
    if (!same(old, current, EvidenceKey.SYSTEM_IDENTIFIER)) {
      return new Rejoin(
          RejoinKind.REFUSE, "the two databases are not copies of one another", Optional.empty());
    }
    return new Comparison(old, oldHistory, current, history).decide();
  }

  /** The control data and histories of both databases, side by side. */
  private record Comparison(
      Map<String, String> old,
      boolean replica,
      long timeline,
      Timelines own,
      Timelines primary,
      boolean wholePages) {

    Comparison(
        Map<String, String> old, String oldHistory, Map<String, String> current, String history) {
      this(
          old,
          Evidence.of(old).text(EvidenceKey.CLUSTER_STATE).contains("recovery"),
          timeline(old),
          Timelines.of(oldHistory, timeline(old)),
          Timelines.of(history, number(current, EvidenceKey.TIMELINE)),
          isTrue(old, EvidenceKey.FULL_PAGE_WRITES)
              && !Evidence.of(current).denied(EvidenceKey.FULL_PAGE_WRITES));
    }

    /** A replica's last restart point may lie on an older timeline than what it has replayed. */
    private static long timeline(Map<String, String> old) {
      boolean replica = Evidence.of(old).text(EvidenceKey.CLUSTER_STATE).contains("recovery");
      long checkpoint = number(old, EvidenceKey.TIMELINE);
      return replica
          ? Math.max(checkpoint, number(old, EvidenceKey.MIN_RECOVERY_TIMELINE))
          : checkpoint;
    }

    Rejoin decide() {
      if (isTrue(old, EvidenceKey.REWIND_BROKEN)) {
        return new Rejoin(
            RejoinKind.BASEBACKUP, "a rewind of it was begun and did not come to its end", fork());
      }
      long newest = primary.spans().getLast().timeline();
      if (timeline == newest) {
        // pg_rewind takes equal numbers for the same timeline, and does nothing.
        return fork().isPresent()
            ? new Rejoin(
                RejoinKind.BASEBACKUP,
                "both made a timeline %d of their own, at %s".formatted(newest, fork().get()),
                fork())
            : new Rejoin(RejoinKind.FOLLOW, "both are on timeline " + newest, Optional.empty());
      }
      if (timeline > newest) {
        return afresh("it is on timeline %d, ahead of %d".formatted(timeline, newest));
      }
      Optional<Lsn> left = primary.end(timeline);
      return left.isEmpty() || !left.equals(fork())
          ? afresh("its timeline %d is not in the primary's history".formatted(timeline))
          : onTheWay(left.get());
    }

    /** When the primary's history contains the old database's timeline and left it at that LSN. */
    private Rejoin onTheWay(Lsn left) {
      String state = Evidence.of(old).text(EvidenceKey.CLUSTER_STATE);
      if (replica) {
        Optional<Lsn> reached = lsn(EvidenceKey.CHECKPOINT_LSN, EvidenceKey.MIN_RECOVERY_END);
        return reached.filter(lsn -> lsn.compareTo(left) <= 0).isPresent()
            ? follow("was a standby, not beyond the fork at " + left)
            : afresh("was a standby, and went beyond the fork at " + left);
      }
      if (!state.equals("shut down")) {
        return afresh("did not stop cleanly; the fork is at " + left);
      }
      Optional<Lsn> end = lsn(EvidenceKey.CHECKPOINT_END);
      if (end.isEmpty()) {
        return afresh("where its log ends cannot be read; the fork is at " + left);
      }
      return end.get().equals(left)
          ? follow("stopped cleanly, and its last record ends at the fork at " + left)
          : afresh("its last record ends at %s, not at the fork at %s".formatted(end.get(), left));
    }

    private Rejoin follow(String why) {
      return new Rejoin(RejoinKind.FOLLOW, why, fork());
    }

    private Rejoin afresh(String why) {
      return unfit()
          .map(reason -> new Rejoin(RejoinKind.BASEBACKUP, why + "; " + reason, fork()))
          .orElseGet(() -> new Rejoin(RejoinKind.REWIND, why, fork()));
    }

    /** Why pg_rewind cannot be used; empty when it can. */
    private Optional<String> unfit() {
      if (!isTrue(old, EvidenceKey.WAL_LOG_HINTS) && !isTrue(old, EvidenceKey.DATA_CHECKSUMS)) {
        return Optional.of("without wal_log_hints or checksums no rewind");
      }
      if (!wholePages) {
        return Optional.of("with full_page_writes off no rewind");
      }
      return isTrue(old, EvidenceKey.PG_REWIND)
          ? Optional.empty()
          : Optional.of("there is no pg_rewind on that host");
    }

    private Optional<Lsn> fork() {
      return own.fork(primary);
    }

    /** The furthest of these; empty when none is known. */
    private Optional<Lsn> lsn(EvidenceKey... keys) {
      return Stream.of(keys).flatMap(key -> Evidence.of(old).lsn(key).stream()).max(Lsn::compareTo);
    }
  }

  private static boolean same(Map<String, String> a, Map<String, String> b, EvidenceKey key) {
    return Evidence.of(a).has(key) && Evidence.of(a).find(key).equals(Evidence.of(b).find(key));
  }

  private static boolean isTrue(Map<String, String> map, EvidenceKey key) {
    return Evidence.of(map).flag(key);
  }

  private static long number(Map<String, String> map, EvidenceKey key) {
    return Evidence.of(map).number(key).orElse(0L);
  }
}
