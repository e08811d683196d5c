package dev.baton.status;

import dev.baton.assessment.PairSnapshot;
import dev.baton.host.HostHealth;
import dev.baton.host.Observation;
import dev.baton.operation.engine.StaleRecord;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HostRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Differences between what the event log says and what was observed. */
final class Drift {

  private static final Duration GRACE = Duration.ofMinutes(1);

  private Drift() {}

  /** One sentence for each difference, the most dangerous first; empty when there is none. */
  static List<String> of(
      PairState pair, Function<HostId, HostHealth> health, Optional<StaleRecord> stale) {
    List<String> found = new ArrayList<>();
    stale.map(StaleRecord::sentence).ifPresent(found::add);
    List<String> writable =
        where(pair, health, Site::database, Observation::postgres, EvidenceKey.WRITABLE);
    List<String> holders =
        pair.hasAddress()
            ? where(pair, health, Site::application, Observation::address, EvidenceKey.HELD)
            : List.of();
    if (writable.size() > 1) {
      found.add("two writable primaries: " + String.join(", ", writable));
    }
    if (holders.size() > 1) {
      found.add("address on two hosts: " + String.join(", ", holders));
    }
    found.addAll(bindings(pair, health));
    held(pair, health, found);
    List<String> placed = placed(pair, health, writable, holders);
    pair.running()
        .filter(operation -> isExpected(pair))
        .ifPresentOrElse(
            operation ->
                placed.forEach(sentence ->
                    found.add("%s (%s is under way)".formatted(sentence, operation.id()))),
            () -> found.addAll(placed));
    if (pair.running().isEmpty()) {
      overwritable(pair, health).ifPresent(found::add);
    }
    return found;
  }

  /**
   * Files that were changed on the standby's side and differ from the primary's. That the primary's
   * were changed is no drift: the next switchover copies them.
   */
  private static Optional<String> overwritable(
      PairState pair, Function<HostId, HostHealth> health) {
    HostId host = pair.standbySite().application();
    Map<String, String> there = files(health.apply(host));
    Map<String, String> here = files(health.apply(pair.primarySite().application()));
    Optional<Instant> at = Evidence.of(there).time(EvidenceKey.CHANGED_HERE_AT);
    String changed =
        Arrays.stream(Evidence.of(there).text(EvidenceKey.CHANGED_HERE).split(","))
            .filter(item -> here.containsKey(item) && !here.get(item).equals(there.get(item)))
            .collect(Collectors.joining(", "));
    return at.filter(when -> !changed.isEmpty() && stands(health.apply(host), when))
        .map(when ->
            "files differ: %s, last changed on %s at %s; a switchover overwrites that and keeps it beside"
                .formatted(changed, host, when));
  }

  /** Long enough not to be the first half of a change to both sides; both times are the host's. */
  private static boolean stands(HostHealth host, Instant changed) {
    return host.now().filter(seen -> changed.plus(GRACE).isBefore(seen.at())).isPresent();
  }

  private static Map<String, String> files(HostHealth host) {
    return host.now().map(Observation::files).orElse(Map.of());
  }

  /** Whether an operation is under way that moves service, so that a difference may be its work. */
  static boolean isExpected(PairState pair) {
    return pair.running().filter(operation -> operation.kind().movesService()).isPresent();
  }

  /** Where service is, other than by record. */
  private static List<String> placed(
      PairState pair,
      Function<HostId, HostHealth> health,
      List<String> writable,
      List<String> holders) {
    List<String> found = new ArrayList<>();
    Site primary = pair.primarySite();
    if (writable.size() == 1 && !writable.contains(primary.database().value())) {
      found.add(
          "%s writes, by record %s is primary".formatted(writable.getFirst(), primary.name()));
    }
    if (holders.size() == 1 && !holders.contains(primary.application().value())) {
      found.add(
          "the address is on %s, by record %s is primary"
              .formatted(holders.getFirst(), primary.name()));
    }
    if (writable.isEmpty() && health.apply(primary.database()).now().isPresent()) {
      found.add("no database writes: %s does not".formatted(primary.database()));
    }
    if (pair.hasAddress()
        && holders.isEmpty()
        && health.apply(primary.application()).now().isPresent()) {
      found.add(
          "no host holds the address: %s does not; a recovery has it taken again"
              .formatted(primary.application()));
    }
    return found;
  }

  /**
   * Who else gives orders, or tries to, one sentence for each host. No operation explains it, so it
   * is on record while one is under way, too.
   */
  static List<String> bindings(PairState pair, Function<HostId, HostHealth> health) {
    List<String> found = new ArrayList<>(disobedient(pair, health));
    for (HostId host : PairSnapshot.hosts(pair)) {
      health
          .apply(host)
          .now()
          .flatMap(seen -> seen.binding().intrusion(host))
          .ifPresent(why -> found.add("another control plane gives orders to this pair: " + why));
    }
    return found;
  }

  /** One sentence for each host that this control plane can give no orders to. */
  static List<String> disobedient(PairState pair, Function<HostId, HostHealth> health) {
    return PairSnapshot.hosts(pair).stream()
        .flatMap(host ->
            health
                .apply(host)
                .now()
                .map(Observation::binding)
                .filter(binding -> binding.elsewhere(pair.pair()))
                .stream()
                .map(binding ->
                    "agents obey %s: %s"
                        .formatted(
                            binding.instead(),
                            binding.obeysAnother(host, pair.pair()).orElseThrow())))
        .toList();
  }

  /** Hosts that wait for their role; one that is out is down by the record. */
  private static void held(
      PairState pair, Function<HostId, HostHealth> health, List<String> found) {
    for (HostId host : PairSnapshot.hosts(pair)) {
      health
          .apply(host)
          .now()
          .map(Observation::guard)
          .filter(guard ->
              Evidence.of(guard).flag(EvidenceKey.HELD)
                  && !HostRole.OUT.wireName().equals(Evidence.of(guard).text(EvidenceKey.ROLE)))
          .ifPresent(guard ->
              found.add(
                  "%s is held down by its guard: %s"
                      .formatted(host, Evidence.of(guard).text(EvidenceKey.WHY))));
    }
  }

  private static List<String> where(
      PairState pair,
      Function<HostId, HostHealth> health,
      Function<Site, HostId> host,
      Function<Observation, Map<String, String>> part,
      EvidenceKey key) {
    return pair.sites().stream()
        .map(host)
        .distinct()
        .filter(id ->
            health.apply(id).now().map(o -> Evidence.of(part.apply(o)).flag(key)).orElse(false))
        .map(HostId::value)
        .toList();
  }
}
