package dev.baton.step;

import dev.baton.pair.PairState;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a forced switchover would lose, as far as it can be known (S4). Pure.
 *
 * @param bytes at least so much WAL of the old primary never reached the standby
 * @param seconds from the standby's last replayed transaction to the last sight of the old primary;
 *     empty when either is not known
 * @param exact whether it cannot be more; false when the primary may have written after the last
 *     look
 * @param why the finding in one sentence
 */
public record DataLoss(long bytes, Optional<Long> seconds, boolean exact, String why) {

  /**
   * The last that is known of the old primary.
   *
   * @param position it had written so far
   * @param at when that was seen
   * @param clean whether it is known to have stopped cleanly there
   */
  public record LastSight(Optional<Lsn> position, Optional<Instant> at, boolean clean) {

    static final Set<String> PARAMS = Set.of("lastSeen", "lastSeenAt", "clean");

    /** Reads it back from the parameters of a plan. */
    static LastSight of(Map<String, String> params) {
      return new LastSight(
          Lsn.parse(params.getOrDefault("lastSeen", "")),
          time(params.getOrDefault("lastSeenAt", "")),
          "true".equals(params.get("clean")));
    }

    /** As parameters of a plan. */
    public Map<String, String> params() {
      return Map.of(
          "lastSeen", position.map(Lsn::toString).orElse(""),
          "lastSeenAt", at.map(Instant::toString).orElse(""),
          "clean", Boolean.toString(clean));
    }
  }

  /**
   * Quotes the loss.
   *
   * @param standby its position now, keys of {@code postgres.position}
   */
  public static DataLoss quote(PairState pair, LastSight last, Map<String, String> standby) {
    Optional<Lsn> received = Replication.received(standby);
    if (received.isEmpty() || last.position().isEmpty()) {
      return new DataLoss(
          0, Optional.empty(), false, "the last position of the old primary is unknown");
    }
    long missing = Math.max(0, last.position().get().minus(received.get()));
    Optional<Long> seconds =
        time(standby.getOrDefault("replayAt", ""))
            .flatMap(replayed ->
                last.at().map(at -> Math.max(0, Duration.between(replayed, at).toSeconds())));
    return new DataLoss(
        missing,
        seconds,
        last.clean(),
        "%s of %s was last seen at %s (%s), %s has received up to %s"
            .formatted(
                pair.primarySite().database(),
                pair.pair(),
                last.position().get(),
                last.at().map(Instant::toString).orElse("time unknown"),
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
    return exact && bytes <= limit;
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
