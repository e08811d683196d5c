package dev.baton.plan;

import dev.baton.assessment.CarriedSlots;
import dev.baton.assessment.PairSnapshot;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the policies of the hosts name besides database and application themselves. A plan has no
 * step for what is not there.
 *
 * @param files whether files are kept equal between the sites
 * @param drain whether the application can be told to take no new work
 * @param quietIgnore tables that it may write when it is drained, as patterns
 * @param prove whether the application of the other site can show by writing that it works
 * @param stop how long the stop of the old primary may take, and then the proof that the other side
 *     has all of it
 * @param slots names of others' slots that go where the primary goes, whether they are there or not
 * @param hooks the operator's own commands, of both sites
 */
public record PolicyParts(
    boolean files,
    boolean drain,
    String quietIgnore,
    boolean prove,
    Duration stop,
    List<String> slots,
    SiteHooks hooks) {

  /** Of agents that do not say; service is down for that long. */
  public static final Duration STOP = Duration.ofSeconds(10);

  public PolicyParts {
    slots = List.copyOf(slots);
  }

  /** Of hosts whose policies name everything there is of an application, and nothing else. */
  public static final PolicyParts ALL =
      new PolicyParts(true, true, "", true, STOP, List.of(), SiteHooks.NONE);

  /**
   * As the agents show it; everything of one that does not answer.
   *
   * @param from the site that the application leaves
   * @param to the other one
   */
  public static PolicyParts of(PairSnapshot now, Site from, Site to) {
    boolean prove = proves(now, to.application());
    Duration stop = stop(now, from);
    List<String> slots = slots(now, from, to);
    SiteHooks hooks = SiteHooks.of(now, List.of(from, to));
    return now.of(from.application())
        .map(seen -> {
          Evidence application = Evidence.of(seen.application());
          return new PolicyParts(
              !seen.files().isEmpty(),
              application.flag(EvidenceKey.DRAINABLE),
              application.text(EvidenceKey.QUIET_IGNORE),
              prove,
              stop,
              slots,
              hooks);
        })
        .orElse(new PolicyParts(true, true, "", prove, stop, slots, hooks));
  }

  private static Duration stop(PairSnapshot now, Site from) {
    return now.of(from.database())
        .flatMap(seen -> Evidence.of(seen.postgres()).number(EvidenceKey.STOP_SECONDS))
        .map(Duration::ofSeconds)
        .orElse(STOP);
  }

  private static List<String> slots(PairSnapshot now, Site from, Site to) {
    Map<String, String> primary =
        now.of(from.database()).map(Observation::postgres).orElse(Map.of());
    return new CarriedSlots(from.database(), to.database(), primary, Map.of()).named();
  }

  /** Whether the application on that host can show by writing that it works; not if unseen. */
  public static boolean proves(PairSnapshot now, HostId application) {
    return now.of(application)
        .map(seen -> Evidence.of(seen.application()).flag(EvidenceKey.PROVABLE))
        .orElse(false);
  }
}
