package dev.baton.step;

import java.util.Locale;
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
public record Rejoin(Kind kind, String why, Optional<Lsn> fork) {

  /** From the cheapest to the dearest; {@code REFUSE} means that a person has to look. */
  public enum Kind {
    FOLLOW,
    REWIND,
    BASEBACKUP,
    REFUSE;

    /** The word in the API and in plans. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that word. */
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether a plan made for this kind also brings a database back that needs the other. */
    public boolean covers(Kind found) {
      return this != REFUSE && compareTo(found) >= 0;
    }
  }

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
    if (old.getOrDefault("clusterState", "").equals("no data")) {
      return new Rejoin(Kind.BASEBACKUP, "it has no database in its data folder", Optional.empty());
    }
    if (!same(old, current, "systemIdentifier")) {
      return new Rejoin(
          Kind.REFUSE, "the two databases are not copies of one another", Optional.empty());
    }
    return new Comparison(old, oldHistory, current, history).decide();
  }

  /** Two databases that were one once. */
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
          old.getOrDefault("clusterState", "").contains("recovery"),
          timeline(old),
          Timelines.of(oldHistory, timeline(old)),
          Timelines.of(history, number(current, "timeline")),
          isTrue(old, "fullPageWrites") && !"false".equals(current.get("fullPageWrites")));
    }

    /** A replica's last restart point may lie on an older timeline than what it has replayed. */
    private static long timeline(Map<String, String> old) {
      boolean replica = old.getOrDefault("clusterState", "").contains("recovery");
      long checkpoint = number(old, "timeline");
      return replica ? Math.max(checkpoint, number(old, "minRecoveryTimeline")) : checkpoint;
    }

    Rejoin decide() {
      if (isTrue(old, "rewindBroken")) {
        return new Rejoin(
            Kind.BASEBACKUP, "a rewind of it was begun and did not come to its end", fork());
      }
      long newest = primary.spans().getLast().timeline();
      if (timeline == newest) {
        // pg_rewind takes equal numbers for the same timeline, and does nothing.
        return fork().isPresent()
            ? new Rejoin(
                Kind.BASEBACKUP,
                "both made a timeline %d of their own, at %s".formatted(newest, fork().get()),
                fork())
            : new Rejoin(Kind.FOLLOW, "both are on timeline " + newest, Optional.empty());
      }
      if (timeline > newest) {
        return afresh("it is on timeline %d, ahead of %d".formatted(timeline, newest));
      }
      Optional<Lsn> left = primary.end(timeline);
      return left.isEmpty() || !left.equals(fork())
          ? afresh("its timeline %d is not in the primary's history".formatted(timeline))
          : onTheWay(left.get());
    }

    /** Its timeline is one that the primary came through and left there. */
    private Rejoin onTheWay(Lsn left) {
      String state = old.getOrDefault("clusterState", "");
      if (replica) {
        Optional<Lsn> reached = lsn("checkpointLsn", "minRecoveryEnd");
        return reached.filter(lsn -> lsn.compareTo(left) <= 0).isPresent()
            ? follow("was a standby, not beyond the fork at " + left)
            : afresh("was a standby, and went beyond the fork at " + left);
      }
      if (!state.equals("shut down")) {
        return afresh("did not stop cleanly; the fork is at " + left);
      }
      Optional<Lsn> end = lsn("checkpointEnd");
      if (end.isEmpty()) {
        return afresh("where its log ends cannot be read; the fork is at " + left);
      }
      return end.get().equals(left)
          ? follow("stopped cleanly, and its last record ends at the fork at " + left)
          : afresh("its last record ends at %s, not at the fork at %s".formatted(end.get(), left));
    }

    private Rejoin follow(String why) {
      return new Rejoin(Kind.FOLLOW, why, fork());
    }

    private Rejoin afresh(String why) {
      return unfit()
          .map(reason -> new Rejoin(Kind.BASEBACKUP, why + "; " + reason, fork()))
          .orElseGet(() -> new Rejoin(Kind.REWIND, why, fork()));
    }

    /** What a rewind cannot do without. */
    private Optional<String> unfit() {
      if (!isTrue(old, "walLogHints") && !isTrue(old, "dataChecksums")) {
        return Optional.of("without wal_log_hints or checksums no rewind");
      }
      if (!wholePages) {
        return Optional.of("with full_page_writes off no rewind");
      }
      return isTrue(old, "pgRewind")
          ? Optional.empty()
          : Optional.of("there is no pg_rewind on that host");
    }

    private Optional<Lsn> fork() {
      return own.fork(primary);
    }

    /** The furthest of these; empty when none is known. */
    private Optional<Lsn> lsn(String... keys) {
      return Stream.of(keys)
          .flatMap(key -> Lsn.parse(old.getOrDefault(key, "")).stream())
          .max(Lsn::compareTo);
    }
  }

  private static boolean same(Map<String, String> a, Map<String, String> b, String key) {
    return a.containsKey(key) && a.getOrDefault(key, "").equals(b.getOrDefault(key, "?"));
  }

  private static boolean isTrue(Map<String, String> map, String key) {
    return "true".equals(map.get(key));
  }

  private static long number(Map<String, String> map, String key) {
    try {
      return Long.parseLong(map.getOrDefault(key, "0"));
    } catch (NumberFormatException unreadable) {
      return 0;
    }
  }
}
