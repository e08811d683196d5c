package dev.baton.assessment;

import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What would hold up a graceful switchover, or the databases after it, although both run now. Keys
 * are those of {@code postgres.position}.
 */
final class DatabaseChecks {

  private final Site from;
  private final Site to;
  private final Map<String, String> primary;
  private final Map<String, String> standby;

  DatabaseChecks(Site from, Site to, Map<String, String> primary, Map<String, String> standby) {
    this.from = from;
    this.to = to;
    this.primary = primary;
    this.standby = standby;
  }

  List<Check> all() {
    List<Check> checks =
        new ArrayList<>(
            List.of(
                streams(), lag(), replay(), delay(), version(), limits(), senders(), archive()));
    checks.addAll(
        new SlotChecks(new CarriedSlots(from.database(), to.database(), primary, standby)).all());
    return checks;
  }

  private Check streams() {
    String receiver = Evidence.of(standby).text(EvidenceKey.RECEIVER, "none");
    boolean attached = AttachedStandby.streams(primary, to.database());
    return Check.of(
        "standby streams",
        receiver.equals("streaming") && attached,
        "receiver %s, attached to the primary: %s".formatted(receiver, attached),
        "streaming, true",
        "see the log of the database on %s for what keeps it from streaming; the primary knows it by the application_name %s or the slot %s"
            .formatted(to.database(), to.database(), to.slot()));
  }

  private Check lag() {
    String name = "replication lag";
    return Replication.lagBytes(primary, standby)
        .map(bytes ->
            Check.of(
                name,
                bytes <= Readiness.LAG_LIMIT,
                bytes + " bytes",
                "at most " + Readiness.LAG_LIMIT + " bytes",
                "wait until the standby has caught up"))
        .orElseGet(() -> Check.unknown(name, "unknown", "known", "see the databases' positions"));
  }

  /** Received is not replayed: a promotion waits for the replay, with service down. */
  private Check replay() {
    String name = "replay lag";
    String limit = "at most " + Readiness.LAG_LIMIT + " bytes";
    Optional<Lsn> received = Replication.received(standby);
    Optional<Lsn> replayed = Evidence.of(standby).lsn(EvidenceKey.REPLAY_LSN);
    if (received.isEmpty() || replayed.isEmpty()) {
      return Check.unknown(name, "unknown", limit, "see the positions of " + to.database());
    }
    long bytes = received.get().minus(replayed.get());
    return Check.of(
        name,
        bytes <= Readiness.LAG_LIMIT,
        bytes + " bytes",
        limit,
        "see what holds up the replay on %s: a paused replay, recovery_min_apply_delay, or a long query with max_standby_streaming_delay%s"
            .formatted(
                to.database(), new Replay(standby).heldUp().map("; seen: "::concat).orElse("")));
  }

  /**
   * Of both, as roles change: a promotion waits for what is delayed, and a primary that is to
   * replay late would count as not redundant, when service has moved already.
   */
  private Check delay() {
    String name = "replay not delayed";
    Optional<String> a = Evidence.of(primary).find(EvidenceKey.APPLY_DELAY);
    Optional<String> b = Evidence.of(standby).find(EvidenceKey.APPLY_DELAY);
    if (a.isEmpty() || b.isEmpty()) {
      return Check.unknown(name, "unknown", "0 on both databases", "look again");
    }
    List<String> delayed = new ArrayList<>();
    if (!a.get().equals("0")) {
      delayed.add(from.database().value());
    }
    if (!b.get().equals("0")) {
      delayed.add(to.database().value());
    }
    return Check.of(
        name,
        delayed.isEmpty(),
        "recovery_min_apply_delay of %s: %s ms, of %s: %s ms"
            .formatted(from.database(), a.get(), to.database(), b.get()),
        "0 on both databases",
        "set recovery_min_apply_delay = 0 on %s and reload: a promotion would wait for it, and so would the redundancy after a switch"
            .formatted(String.join(" and ", delayed)));
  }

  private Check version() {
    Optional<String> a = Evidence.of(primary).find(EvidenceKey.VERSION);
    Optional<String> b = Evidence.of(standby).find(EvidenceKey.VERSION);
    String name = "same major version";
    if (a.isEmpty() || b.isEmpty()) {
      return Check.unknown(name, "unknown", "equal", "see both databases");
    }
    return Check.of(
        name,
        major(a.get()).equals(major(b.get())),
        "%s: %s, %s: %s".formatted(from.database(), a.get(), to.database(), b.get()),
        "equal",
        "streaming works between equal major versions only; bring both databases to one");
  }

  private static String major(String version) {
    return version.split("[^0-9]", 2)[0];
  }

  /** A standby pauses its replay when these are lower than on its primary; roles change. */
  private Check limits() {
    Map<String, String> a = limits(primary);
    Map<String, String> b = limits(standby);
    String name = "same limits";
    if (a.isEmpty() || b.isEmpty()) {
      return Check.unknown(name, "unknown", "equal", "see both databases");
    }
    String unequal =
        a.entrySet().stream()
            .filter(limit -> !limit.getValue().equals(b.get(limit.getKey())))
            .map(limit ->
                "%s %s: %s, %s: %s"
                    .formatted(
                        limit.getKey(),
                        from.database(),
                        limit.getValue(),
                        to.database(),
                        b.get(limit.getKey())))
            .collect(Collectors.joining("; "));
    return Check.of(
        name,
        unequal.isEmpty(),
        unequal.isEmpty() ? "equal" : unequal,
        "equal on both databases",
        "set the lower ones to the higher value and restart that database: a standby with less than its primary stops replaying");
  }

  private static Map<String, String> limits(Map<String, String> database) {
    Map<String, String> limits = new TreeMap<>();
    Arrays.stream(Evidence.of(database).text(EvidenceKey.STANDBY_LIMITS).split(" ", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> limits.put(pair[0], pair[1]));
    return limits;
  }

  /** A stop in good order waits until every receiver has everything. */
  private Check senders() {
    String name = "receivers answer";
    String limit = "every one within 20 s";
    return Evidence.of(primary)
        .find(EvidenceKey.SILENT_SENDERS)
        .map(silent ->
            Check.of(
                name,
                silent.isEmpty(),
                silent.isEmpty() ? "all" : silent,
                limit,
                "end that receiver, or the process %s serves it with: a stop would wait for it"
                    .formatted(from.database())))
        .orElseGet(() -> Check.unknown(name, "unknown", limit, "look again"));
  }

  /** Service is down while a stop waits for the archiver. */
  private Check archive() {
    ArchiveBacklog backlog = new ArchiveBacklog(primary);
    String name = "archive backlog";
    String limit =
        "none, or a stop archives them, and one more, in 90 %% of its %s s"
            .formatted(Evidence.of(primary).text(EvidenceKey.STOP_SECONDS, "unknown"));
    return backlog
        .fits()
        .map(fits ->
            Check.of(
                name,
                fits,
                backlog.described(),
                limit,
                "wait until the archiver of %s is through with some of them, have archive_command take less time, or raise postgres.stop.timeout in the policy of %s"
                    .formatted(from.database(), from.database())))
        .orElseGet(() ->
            Check.unknown(
                name,
                "unknown",
                limit,
                "look again, or bring the agent of %s to this version".formatted(from.database())));
  }
}
