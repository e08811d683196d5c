package dev.baton.status;

import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Detects two writable primaries, one address on two hosts, or diverged timelines. Pure; the caller
 * must see it twice.
 */
final class SplitBrainDetector {

  private SplitBrainDetector() {}

  /**
   * The most dangerous finding in what hosts show at one time.
   *
   * @param shows empty for a host that does not answer
   */
  static Optional<SplitBrainSeen> in(
      PairState pair, Function<HostId, Optional<Observation>> shows) {
    return everywhere(
            SplitBrainKind.TWO_WRITABLE_PRIMARIES,
            pair,
            Site::database,
            shows,
            o -> writes(o.postgres()))
        .or(() ->
            everywhere(
                SplitBrainKind.ADDRESS_ON_TWO_HOSTS,
                pair,
                Site::application,
                shows,
                o -> pair.hasAddress() ? holds(o.address()) : Optional.empty()))
        .or(() -> apart(pair, shows));
  }

  private static Optional<SplitBrainSeen> everywhere(
      SplitBrainKind finding,
      PairState pair,
      Function<Site, HostId> host,
      Function<HostId, Optional<Observation>> shows,
      Function<Observation, Optional<String>> says) {
    Map<HostId, String> seen = new LinkedHashMap<>();
    for (Site site : pair.sites()) {
      HostId id = host.apply(site);
      shows.apply(id).flatMap(says).ifPresent(text -> seen.put(id, text));
    }
    return seen.size() < 2 ? Optional.empty() : Optional.of(seen(finding, seen));
  }

  /**
   * The standby is on a timeline the primary never had: it was promoted behind the record's back.
   * While an operation promotes, and until what it left behind has joined, that is as it should be.
   */
  private static Optional<SplitBrainSeen> apart(
      PairState pair, Function<HostId, Optional<Observation>> shows) {
    HostId primary = pair.primarySite().database();
    HostId standby = pair.standbySite().database();
    Optional<Long> served = shows.apply(primary).flatMap(o -> timeline(o.postgres()));
    Optional<Long> ahead = shows.apply(standby).flatMap(o -> timeline(o.postgres()));
    boolean apart =
        pair.running().isEmpty()
            && pair.out().isEmpty()
            && served.isPresent()
            && ahead.filter(timeline -> timeline > served.get()).isPresent();
    return apart
        ? Optional.of(
            seen(
                SplitBrainKind.DIVERGED_TIMELINES,
                Map.of(primary, "timeline " + served.get(), standby, "timeline " + ahead.get())))
        : Optional.empty();
  }

  private static SplitBrainSeen seen(SplitBrainKind finding, Map<HostId, String> seen) {
    Map<String, String> evidence = new LinkedHashMap<>();
    seen.forEach((host, text) -> evidence.put(host.value(), text));
    List<HostId> hosts =
        seen.keySet().stream().sorted(Comparator.comparing(HostId::value)).toList();
    return new SplitBrainSeen(finding, hosts, evidence);
  }

  private static Optional<String> writes(Map<String, String> postgres) {
    return Evidence.of(postgres).flag(EvidenceKey.WRITABLE)
        ? Optional.of(
            "writes on timeline %s at %s"
                .formatted(
                    Evidence.of(postgres).text(EvidenceKey.TIMELINE, "?"),
                    Evidence.of(postgres).text(EvidenceKey.WRITE_LSN, "?")))
        : Optional.empty();
  }

  private static Optional<String> holds(Map<String, String> address) {
    return Evidence.of(address).flag(EvidenceKey.HELD)
        ? Optional.of("holds it on " + Evidence.of(address).text(EvidenceKey.DEVICE, "?"))
        : Optional.empty();
  }

  private static Optional<Long> timeline(Map<String, String> postgres) {
    return Evidence.of(postgres)
        .find(EvidenceKey.TIMELINE)
        .filter(text -> text.matches("\\d{1,10}"))
        .map(Long::valueOf);
  }
}
