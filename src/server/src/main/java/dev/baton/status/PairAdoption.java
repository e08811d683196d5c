package dev.baton.status;

import dev.baton.host.Observation;
import dev.baton.operation.engine.AgentMemory;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.PairAdopted;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HostRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Decides how an older record of a pair goes on: by what its hosts show now. Pure. */
sealed interface PairAdoption {

  /** It can, as the event says. */
  record Clear(PairAdopted event) implements PairAdoption {}

  /** It cannot yet. */
  record Unclear(String why) implements PairAdoption {}

  /**
   * Decides on one pair.
   *
   * @param shown what each host that answers shows, read afresh
   * @param known what each agent remembers
   * @param named the site a person says is primary; empty when nobody did
   */
  static PairAdoption of(
      PairState record,
      Map<HostId, Observation> shown,
      Map<HostId, AgentMemory> known,
      String named,
      String replica) {
    List<Site> writing =
        record.sites().stream().filter(site -> flag(site, shown, EvidenceKey.WRITABLE)).toList();
    if (writing.size() > 1) {
      return new Unclear("both databases write; stop the one whose data do not count, then repeat");
    }
    Optional<Site> chosen =
        record.sites().stream().filter(site -> site.name().value().equals(named)).findFirst();
    if (!named.isEmpty() && chosen.isEmpty()) {
      return new Unclear("it has no site '%s'".formatted(named));
    }
    Optional<Site> primary = writing.stream().findFirst().or(() -> chosen);
    if (primary.isEmpty()) {
      return new Unclear(
          "no database writes; name the site that is primary in 'primaries', then repeat");
    }
    if (chosen.filter(site -> !site.equals(primary.get())).isPresent()) {
      return new Unclear("the database of %s writes".formatted(primary.get().name()));
    }
    return new Clear(event(record, primary.get(), shown, known, replica));
  }

  private static PairAdopted event(
      PairState record,
      Site primary,
      Map<HostId, Observation> shown,
      Map<HostId, AgentMemory> known,
      String replica) {
    Site other = record.sites().stream().filter(s -> !s.equals(primary)).findFirst().orElseThrow();
    long agentsEpoch = highest(known, AgentMemory::epoch);
    long agentsTerm = highest(known, AgentMemory::term);
    return new PairAdopted(
        replica,
        Math.max(record.epoch(), agentsEpoch) + 1,
        Math.max(record.term(), agentsTerm) + 1,
        primary.name(),
        follows(other, shown) ? Optional.empty() : Optional.<SiteName>of(other.name()),
        record.epoch(),
        record.term(),
        agentsEpoch,
        agentsTerm,
        words(shown, known));
  }

  private static long highest(Map<HostId, AgentMemory> known, ToLongFunction<AgentMemory> part) {
    return known.values().stream().mapToLong(part).max().orElse(0);
  }

  /** What was not seen following must not be told that it may serve. */
  private static boolean follows(Site site, Map<HostId, Observation> shown) {
    return flag(site, shown, EvidenceKey.IN_RECOVERY)
        && Optional.ofNullable(shown.get(site.database()))
            .map(seen -> Evidence.of(seen.guard()).text(EvidenceKey.ROLE, ""))
            .filter(HostRole.OUT.wireName()::equals)
            .isEmpty();
  }

  private static boolean flag(Site site, Map<HostId, Observation> shown, EvidenceKey key) {
    return Optional.ofNullable(shown.get(site.database()))
        .map(seen -> Evidence.of(seen.postgres()).flag(key))
        .orElse(false);
  }

  private static Map<String, String> words(
      Map<HostId, Observation> shown, Map<HostId, AgentMemory> known) {
    Map<String, String> words = new TreeMap<>();
    shown.keySet().forEach(host -> words.put(host.value(), "answers"));
    known.forEach((host, memory) ->
        words.put(host.value(), "epoch %d, term %d".formatted(memory.epoch(), memory.term())));
    return words;
  }
}
