package dev.baton.status;

import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What makes two sites one too many. Pure; whoever asks looks twice before believing it. */
final class SplitBrain {

  private SplitBrain() {}

  /**
   * The most dangerous finding in what hosts show at one time.
   *
   * @param shows empty for a host that does not answer
   */
  static Optional<SplitBrainSeen> in(
      PairState pair, Function<HostId, Optional<Observation>> shows) {
    return everywhere(
            "two-writable-primaries", pair, Site::database, shows, o -> writes(o.postgres()))
        .or(() ->
            everywhere(
                "address-on-two-hosts", pair, Site::application, shows, o -> holds(o.address())))
        .or(() -> apart(pair, shows));
  }

  private static Optional<SplitBrainSeen> everywhere(
      String finding,
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
                "diverged-timelines",
                Map.of(primary, "timeline " + served.get(), standby, "timeline " + ahead.get())))
        : Optional.empty();
  }

  private static SplitBrainSeen seen(String finding, Map<HostId, String> seen) {
    Map<String, String> evidence = new LinkedHashMap<>();
    seen.forEach((host, text) -> evidence.put(host.value(), text));
    List<HostId> hosts =
        seen.keySet().stream().sorted(Comparator.comparing(HostId::value)).toList();
    return new SplitBrainSeen(finding, hosts, evidence);
  }

  private static Optional<String> writes(Map<String, String> postgres) {
    return "true".equals(postgres.get("writable"))
        ? Optional.of(
            "writes on timeline %s at %s"
                .formatted(
                    postgres.getOrDefault("timeline", "?"), postgres.getOrDefault("writeLsn", "?")))
        : Optional.empty();
  }

  private static Optional<String> holds(Map<String, String> address) {
    return "true".equals(address.get("held"))
        ? Optional.of("holds it on " + address.getOrDefault("device", "?"))
        : Optional.empty();
  }

  private static Optional<Long> timeline(Map<String, String> postgres) {
    return Optional.ofNullable(postgres.get("timeline"))
        .filter(text -> text.matches("\\d{1,10}"))
        .map(Long::valueOf);
  }
}
