package dev.baton.assessment;

import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.SynchronousPolicy;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a forced switchover would have to bring, as things are: the one source of readiness and of
 * the refusals of the call.
 *
 * @param readiness checks that no statement passes over
 * @param silentStandby hosts of the site that is to take over whose agents do not answer
 * @param attestations hosts of the primary's site that only a person can say are off
 * @param contradicted what says that such a host is not off; an attestation of it is refused
 * @param overrides findings that have to be passed over by name, with what was seen
 * @param commitsWouldWait for which standbys, under a policy that allows no single copy; or empty
 */
public record ForcedRequirements(
    Readiness readiness,
    List<HostId> silentStandby,
    List<HostId> attestations,
    Map<HostId, List<String>> contradicted,
    Map<LivenessFinding, String> overrides,
    String commitsWouldWait) {

  public ForcedRequirements {
    silentStandby = List.copyOf(silentStandby);
    attestations = List.copyOf(attestations);
    contradicted = Map.copyOf(contradicted);
    overrides = Map.copyOf(overrides);
  }

  /** Judges what was seen. Pure. */
  public static ForcedRequirements of(PairState pair, SecondOpinions opinions) {
    List<HostId> silent = silent(pair.primarySite(), opinions);
    Map<HostId, List<String>> contradicted = new LinkedHashMap<>();
    for (HostId host : silent) {
      List<String> signs = opinions.signsOfLife(host);
      if (!signs.isEmpty()) {
        contradicted.put(host, signs);
      }
    }
    return new ForcedRequirements(
        Readiness.forced(pair, opinions.snapshot()),
        silent(pair.standbySite(), opinions),
        opinions.fencers().isEmpty() ? silent : List.of(),
        contradicted,
        opinions.findings(),
        waiting(pair, synchronous(pair, opinions)));
  }

  /** S12: who wants every row twice does not want service from one copy. */
  public static String waiting(PairState pair, String synchronous) {
    return pair.synchronousPolicy() == SynchronousPolicy.PROTECTION ? synchronous : "";
  }

  /** Whether a call that states just what is asked for would go through, its quote accepted. */
  public boolean possible() {
    return silentStandby.isEmpty()
        && readiness.open().isEmpty()
        && attestations.stream().noneMatch(contradicted::containsKey)
        && commitsWouldWait.isEmpty();
  }

  private static String synchronous(PairState pair, SecondOpinions opinions) {
    return opinions
        .of(pair.standbySite().database())
        .map(o -> Evidence.of(o.postgres()).text(EvidenceKey.SYNCHRONOUS_STANDBY_NAMES))
        .orElse("");
  }

  private static List<HostId> silent(Site site, SecondOpinions opinions) {
    return Stream.of(site.application(), site.database())
        .distinct()
        .filter(host -> opinions.of(host).isEmpty())
        .toList();
  }
}
