package dev.baton.step;

import dev.baton.pair.PairState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a forced switchover would lose, as far as it can be known (S4). Pure.
 *
 * @param bytes at least so much WAL of the old primary never reached the standby; empty when
 *     unknown
 * @param seconds from the standby's last replayed transaction to the last sight of the old primary;
 *     empty when either is not known
 * @param age seconds since that last sight; empty when there was none
 * @param exact whether it cannot be more; false when the primary may have written after the last
 *     look
 * @param why the finding in one sentence
 */
public record DataLoss(
    Optional<Long> bytes, Optional<Long> seconds, Optional<Long> age, boolean exact, String why) {

  /**
   * The last that is known of the old primary.
   *
   * @param position it had written so far
   * @param at when that was seen
   * @param clean whether it is known to have stopped cleanly there
   * @param synchronous whether its commits waited for the standby then
   */
  public record LastSight(
      Optional<Lsn> position, Optional<Instant> at, boolean clean, boolean synchronous) {

    static final Set<String> PARAMS = Set.of("lastSeen", "lastSeenAt", "clean", "synchronous");

    /** Reads it back from the parameters of a plan. */
    static LastSight of(Map<String, String> params) {
      return new LastSight(
          Lsn.parse(params.getOrDefault("lastSeen", "")),
          time(params.getOrDefault("lastSeenAt", "")),
          "true".equals(params.get("clean")),
          "true".equals(params.get("synchronous")));
    }

    /** As parameters of a plan. */
    public Map<String, String> params() {
      return Map.of(
          "lastSeen", position.map(Lsn::toString).orElse(""),
          "lastSeenAt", at.map(Instant::toString).orElse(""),
          "clean", Boolean.toString(clean),
          "synchronous", Boolean.toString(synchronous));
    }

    /**
     * What fencing found is newer: a clean end, or a database that had written further, or one that
     * ran again after it had ended cleanly.
     *
     * @param found control data, and {@code lastWriteLsn} if it still ran
     */
    LastSight then(Map<String, String> found, Instant now) {
      if ("shut down".equals(found.get("clusterState"))) {
        return new LastSight(
            Lsn.parse(found.getOrDefault("checkpointLsn", "")),
            Optional.of(now),
            true,
            synchronous);
      }
      Optional<Lsn> written = Lsn.parse(found.getOrDefault("lastWriteLsn", ""));
      boolean further =
          written.isPresent() && position.stream().noneMatch(p -> p.compareTo(written.get()) > 0);
      boolean ended = clean && !found.containsKey("clusterState");
      return further
          ? new LastSight(written, Optional.of(now), ended, synchronous)
          : new LastSight(position, at, ended, synchronous);
    }
  }

  /**
   * Whether commits on the primary waited until that standby had them on disk. A quorum may have
   * been reached without it.
   *
   * @param primary keys of {@code postgres.position}
   */
  public static boolean synchronous(PairState pair, Map<String, String> primary) {
    String standby = pair.standbySite().database().value() + ":streaming:sync:";
    return !primary.getOrDefault("synchronousStandbyNames", "").isBlank()
        && ("," + primary.getOrDefault("standbys", "")).contains("," + standby);
  }

  /**
   * Quotes the loss.
   *
   * @param standby its position now, keys of {@code postgres.position}
   */
  public static DataLoss quote(
      PairState pair, LastSight last, Map<String, String> standby, Instant now) {
    Optional<Lsn> received = Replication.received(standby);
    Optional<Long> age = last.at().map(at -> seconds(at, now));
    String seen =
        "%s was last seen %s"
            .formatted(
                pair.primarySite().database(),
                age.map(s -> "%d s ago, at %s".formatted(s, last.at().orElseThrow()))
                    .orElse("never"));
    if (last.synchronous() && !last.clean()) {
      return new DataLoss(
          Optional.of(0L),
          Optional.of(0L),
          age,
          true,
          "%s; no commit was acknowledged before %s had it: replication was synchronous"
              .formatted(seen, pair.standbySite().database()));
    }
    if (received.isEmpty() || last.position().isEmpty()) {
      return new DataLoss(
          Optional.empty(),
          Optional.empty(),
          age,
          false,
          "%s; %s is unknown"
              .formatted(
                  seen, received.isEmpty() ? "what the standby has" : "how far it had come"));
    }
    long missing = Math.max(0, last.position().get().minus(received.get()));
    Optional<Long> seconds =
        time(standby.getOrDefault("replayAt", ""))
            .flatMap(replayed -> last.at().map(at -> seconds(replayed, at)));
    return new DataLoss(
        Optional.of(missing),
        seconds,
        age,
        last.clean(),
        "%s, having written up to %s%s; %s has received up to %s"
            .formatted(
                seen,
                last.position().get(),
                last.clean() ? ", where it ended cleanly" : ", and may have written more",
                pair.standbySite().database(),
                received.get()));
  }

  /**
   * Whether an acceptance covers this quote.
   *
   * @param accepted {@code none}, {@code unknown} (any amount) or a number of bytes
   */
  public boolean coveredBy(String accepted) {
    if (accepted.equals("unknown")) {
      return true;
    }
    long limit = accepted.equals("none") ? 0 : Long.parseLong(accepted);
    return exact && bytes.orElseThrow() <= limit;
  }

  /** The amount in words that an acceptance of it would use. */
  public String toAccept() {
    return exact ? bytes.orElseThrow().toString() : "unknown";
  }

  /** As evidence of a step. */
  Map<String, String> evidence() {
    return Map.of(
        "bytes", bytes.map(b -> (exact ? "" : "at least ") + b).orElse("unknown"),
        "seconds", seconds.map(String::valueOf).orElse("unknown"),
        "lastSeenSecondsAgo", age.map(String::valueOf).orElse("unknown"),
        "toAccept", toAccept(),
        "why", why);
  }

  private static long seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
