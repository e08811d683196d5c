package dev.baton.step;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
   * @param current position of the new primary, keys of {@code postgres.position}
   * @param history text of the new primary's timeline history file; empty on timeline 1
   */
  public static Rejoin decide(
      Map<String, String> old, Map<String, String> current, String history) {
    if (!same(old, current, "systemIdentifier")) {
      return new Rejoin(
          Kind.REFUSE, "the two databases are not copies of one another", Optional.empty());
    }
    long oldTimeline = number(old, "timeline");
    long timeline = number(current, "timeline");
    if (oldTimeline == timeline) {
      return new Rejoin(Kind.FOLLOW, "both are on timeline " + timeline, Optional.empty());
    }
    if (oldTimeline > timeline) {
      return afresh(
          old,
          "it is on timeline %d, ahead of %d".formatted(oldTimeline, timeline),
          Optional.empty());
    }
    Optional<Lsn> fork = fork(history, oldTimeline);
    Optional<Lsn> last = Lsn.parse(old.getOrDefault("checkpointLsn", ""));
    if (fork.isEmpty() || last.isEmpty()) {
      return afresh(
          old, "timeline %d is not in the primary's history".formatted(oldTimeline), fork);
    }
    String state = old.getOrDefault("clusterState", "");
    int ahead = fork.get().compareTo(last.get());
    // Nothing follows a shutdown checkpoint: a fork after its beginning is a fork at its end.
    if (state.equals("shut down") && ahead > 0) {
      return new Rejoin(Kind.FOLLOW, "stopped cleanly before the fork at " + fork.get(), fork);
    }
    if (state.equals("shut down in recovery") && ahead >= 0) {
      return new Rejoin(Kind.FOLLOW, "was a standby, not beyond the fork at " + fork.get(), fork);
    }
    return state.startsWith("shut down")
        ? afresh(old, "wrote beyond the fork at " + fork.get(), fork)
        : afresh(old, "did not stop cleanly; the fork is at " + fork.get(), fork);
  }

  private static Rejoin afresh(Map<String, String> old, String why, Optional<Lsn> fork) {
    boolean canRewind = isTrue(old, "walLogHints") || isTrue(old, "dataChecksums");
    return canRewind
        ? new Rejoin(Kind.REWIND, why, fork)
        : new Rejoin(Kind.BASEBACKUP, why + "; without wal_log_hints or checksums no rewind", fork);
  }

  /**
   * The position at which a timeline ended, from lines of {@code timeline <tab> lsn <tab> reason}.
   */
  private static Optional<Lsn> fork(String history, long timeline) {
    return history
        .lines()
        .map(line -> line.strip().split("\\s+", 3))
        .filter(parts -> parts.length >= 2 && parts[0].equals(Long.toString(timeline)))
        .findFirst()
        .flatMap(parts -> Lsn.parse(parts[1]));
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
