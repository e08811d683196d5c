package dev.baton.assessment;

import dev.baton.host.HostAgent;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is seen of the primary's site by the control plane and by both agents of the standby site
 * (S5), and by the agents of its own hosts that answer.
 *
 * @param observations of all hosts of the pair
 * @param fencers hosts of the standby site whose agents have a command that fences
 * @param looks in no particular order
 */
public record SecondOpinions(
    Map<HostId, ObservationResult> observations, List<HostId> fencers, List<Look> looks) {

  /** From where and at what; the words are parameters of plans. */
  public enum View {
    AGENT_OF_APPLICATION("agentOfApplication"),
    AGENT_OF_DATABASE("agentOfDatabase"),
    AGENTS_PORT_FROM_STANDBY("agentsPortFromStandby"),
    POSTGRES_FROM_CONTROL_PLANE("postgresFromControlPlane"),
    POSTGRES_FROM_DATABASE_HOST("postgresFromDatabaseHost"),
    POSTGRES_FROM_APPLICATION_HOST("postgresFromApplicationHost"),
    POSTGRES_FROM_OWN_APPLICATION_HOST("postgresFromOwnApplicationHost"),
    STREAM("stream"),
    APPLICATION("application"),
    ADDRESS("address");

    private final String word;

    View(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** The names of all looks, as parameters of a plan. */
  public static final Set<String> KEYS =
      Arrays.stream(View.values()).map(View::word).collect(Collectors.toUnmodifiableSet());

  /**
   * One look.
   *
   * @param finding what it says against calling the primary down
   * @param alive the host it is a sign of life of
   */
  public record Look(
      View view, String seen, Optional<LivenessFinding> finding, Optional<HostId> alive) {}

  public SecondOpinions {
    observations = Map.copyOf(observations);
    fencers = List.copyOf(fencers);
    looks = List.copyOf(looks);
  }

  /**
   * Looks now, at everything at once; a host that is off costs a few seconds.
   *
   * @param endpoints {@code address:port} of the agents of the primary's site, where known
   */
  public static SecondOpinions take(
      HostAgent agent, PairState pair, Map<HostId, String> endpoints) {
    return new SecondOpinionCollector(agent, pair, endpoints).look();
  }

  /** What speaks against it, with what was seen. */
  public Map<LivenessFinding, String> findings() {
    Map<LivenessFinding, String> findings = new EnumMap<>(LivenessFinding.class);
    for (Look look : looks) {
      look.finding()
          .ifPresent(
              finding -> findings.merge(finding, look.seen(), (one, more) -> one + "; " + more));
    }
    return findings;
  }

  /** What speaks against it and is not passed over; the words of the findings, with the reasons. */
  public Map<String, String> standing(Set<LivenessFinding> overridden) {
    Map<String, String> standing = new HashMap<>();
    findings()
        .forEach((finding, seen) -> {
          if (!overridden.contains(finding)) {
            standing.put(finding.word(), seen);
          }
        });
    return standing;
  }

  /** What says that the host is not off; empty when nothing does. */
  public List<String> signsOfLife(HostId host) {
    return looks.stream()
        .filter(look -> look.alive().equals(Optional.of(host)))
        .map(Look::seen)
        .distinct()
        .sorted()
        .toList();
  }

  /** Everything that was seen, by {@link #KEYS}. */
  public Map<String, String> evidence() {
    Map<String, List<String>> seen = new HashMap<>();
    looks.forEach(
        look -> seen.computeIfAbsent(look.view().word(), k -> new ArrayList<>()).add(look.seen()));
    Map<String, String> evidence = new HashMap<>();
    seen.forEach(
        (key, all) -> evidence.put(key, String.join("; ", all.stream().sorted().toList())));
    return evidence;
  }

  /** What the host's agent shows; empty when it does not answer. */
  public Optional<Observation> of(HostId host) {
    return snapshot().of(host);
  }

  /** The observations alone. */
  public PairSnapshot snapshot() {
    return new PairSnapshot(observations, Map.of(), Map.of());
  }
}
