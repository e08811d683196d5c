package dev.baton.assessment;

import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.PairState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
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
   * The last known state of the old primary.
   *
   * @param position it had written so far
   * @param at when that was seen
   * @param clean whether it is known to have stopped cleanly there
   * @param synchronous whether its commits waited for the standby then
   */
  public record LastSight(
      Optional<Lsn> position, Optional<Instant> at, boolean clean, boolean synchronous) {

    public static final Set<String> PARAMS =
        Set.of("lastSeen", "lastSeenAt", "clean", "synchronous");

    /** Reads it back from the parameters of a plan. */
    public static LastSight of(Map<String, String> params) {
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
    public LastSight then(Map<String, String> found, Instant now) {
      if ("shut down".equals(Evidence.of(found).text(EvidenceKey.CLUSTER_STATE))) {
        return new LastSight(
            Evidence.of(found).lsn(EvidenceKey.CHECKPOINT_LSN),
            Optional.of(now),
            true,
            synchronous);
      }
      Optional<Lsn> written = Evidence.of(found).lsn(EvidenceKey.LAST_WRITE_LSN);
      boolean further =
          written.isPresent() && position.stream().noneMatch(p -> p.compareTo(written.get()) > 0);
      boolean ended = clean && !Evidence.of(found).has(EvidenceKey.CLUSTER_STATE);
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
    return !Evidence.of(primary).text(EvidenceKey.SYNCHRONOUS_STANDBY_NAMES).isBlank()
        && AttachedStandby.of(primary, pair.standbySite().database())
            .filter(standby -> standby.state().equals("streaming"))
            .map(standby -> standby.synchronous().equals("sync"))
            .orElse(false);
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
        Evidence.of(standby)
            .time(EvidenceKey.REPLAY_AT)
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

  /** Whether an acceptance covers this quote: without an exact amount, only one of any amount. */
  public boolean coveredBy(AcceptedLoss accepted) {
    return accepted.equals(AcceptedLoss.any()) || (exact && accepted.covers(bytes.orElseThrow()));
  }

  /** The acceptance it takes. */
  public AcceptedLoss toAccept() {
    return exact ? new AcceptedLoss.LossUpTo(bytes.orElseThrow()) : AcceptedLoss.any();
  }

  /** As evidence of a step. */
  public Map<String, String> evidence() {
    return Map.of(
        EvidenceKey.BYTES.wireName(),
            bytes.map(b -> (exact ? "" : "at least ") + b).orElse("unknown"),
        EvidenceKey.SECONDS.wireName(), seconds.map(String::valueOf).orElse("unknown"),
        EvidenceKey.LAST_SEEN_SECONDS_AGO.wireName(), age.map(String::valueOf).orElse("unknown"),
        EvidenceKey.TO_ACCEPT.wireName(), toAccept().word(),
        EvidenceKey.WHY.wireName(), why);
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
