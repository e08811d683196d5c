package dev.baton.plan;

import dev.baton.assessment.CarriedSlots;
import dev.baton.assessment.PairSnapshot;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
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
 * @param slots names of others' slots that go where the primary goes, whether they are there or not
 * @param hooks the operator's own commands, of both sites
 */
public record PolicyParts(
    boolean files,
    boolean drain,
    String quietIgnore,
    boolean prove,
    List<String> slots,
    SiteHooks hooks) {

  public PolicyParts {
    slots = List.copyOf(slots);
  }

  /** Of hosts whose policies name everything there is of an application, and nothing else. */
  public static final PolicyParts ALL =
      new PolicyParts(true, true, "", true, List.of(), SiteHooks.NONE);

  /**
   * As the agents show it; everything of one that does not answer.
   *
   * @param from the site that the application leaves
   * @param to the other one
   */
  public static PolicyParts of(PairSnapshot now, Site from, Site to) {
    boolean prove = proves(now, to.application());
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
              slots,
              hooks);
        })
        .orElse(new PolicyParts(true, true, "", prove, slots, hooks));
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
