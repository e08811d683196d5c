package dev.baton.status;

import dev.baton.host.HostSight;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.step.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where the world is not as the record says. */
final class Drift {

  private Drift() {}

  /** One sentence for each difference, the most dangerous first; empty when there is none. */
  static List<String> of(PairState pair, Function<HostId, HostSight> sights) {
    List<String> found = new ArrayList<>();
    List<String> writable = where(pair, sights, Site::database, Observation::postgres, "writable");
    List<String> holders = where(pair, sights, Site::application, Observation::address, "held");
    if (writable.size() > 1) {
      found.add("two writable primaries: " + String.join(", ", writable));
    }
    if (holders.size() > 1) {
      found.add("address on two hosts: " + String.join(", ", holders));
    }
    held(pair, sights, found);
    if (pair.running().isPresent()) {
      return found; // an operation moves these on purpose
    }
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
    if (writable.isEmpty() && sights.apply(primary.database()).now().isPresent()) {
      found.add("no database writes: %s does not".formatted(primary.database()));
    }
    if (holders.isEmpty() && sights.apply(primary.application()).now().isPresent()) {
      found.add(
          "no host holds the address: %s does not; a recovery has it taken again"
              .formatted(primary.application()));
    }
    return found;
  }

  /** Hosts that wait for their role; one that is out is down by the record. */
  private static void held(PairState pair, Function<HostId, HostSight> sights, List<String> found) {
    for (HostId host : Readings.hosts(pair)) {
      sights
          .apply(host)
          .now()
          .map(Observation::guard)
          .filter(guard -> "true".equals(guard.get("held")) && !"out".equals(guard.get("role")))
          .ifPresent(guard ->
              found.add("%s is held down by its guard: %s".formatted(host, guard.get("why"))));
    }
  }

  private static List<String> where(
      PairState pair,
      Function<HostId, HostSight> sights,
      Function<Site, HostId> host,
      Function<Observation, Map<String, String>> part,
      String key) {
    return pair.sites().stream()
        .map(host)
        .distinct()
        .filter(id ->
            sights.apply(id).now().map(o -> "true".equals(part.apply(o).get(key))).orElse(false))
        .map(HostId::value)
        .toList();
  }
}
