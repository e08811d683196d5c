package dev.baton.plan;

import dev.baton.assessment.PairSnapshot;
import dev.baton.pair.HostId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;

/**
 * What the policies of the application hosts name besides the application itself. A plan has no
 * step for what is not there.
 *
 * @param files whether files are kept equal between the sites
 * @param drain whether the application can be told to take no new work
 * @param quietIgnore tables that it may write when it is drained, as patterns
 * @param prove whether the application of the other site can show by writing that it works
 */
public record PolicyParts(boolean files, boolean drain, String quietIgnore, boolean prove) {

  /** Of hosts whose policies name everything. */
  public static final PolicyParts ALL = new PolicyParts(true, true, "", true);

  /**
   * As the agents show it; everything of one that does not answer.
   *
   * @param from the application's host now
   * @param to its host after the switch
   */
  public static PolicyParts of(PairSnapshot now, HostId from, HostId to) {
    boolean prove = proves(now, to);
    return now.of(from)
        .map(seen -> {
          Evidence application = Evidence.of(seen.application());
          return new PolicyParts(
              !seen.files().isEmpty(),
              application.flag(EvidenceKey.DRAINABLE),
              application.text(EvidenceKey.QUIET_IGNORE),
              prove);
        })
        .orElse(new PolicyParts(true, true, "", prove));
  }

  /** Whether the application on that host can show by writing that it works; not if unseen. */
  public static boolean proves(PairSnapshot now, HostId application) {
    return now.of(application)
        .map(seen -> Evidence.of(seen.application()).flag(EvidenceKey.PROVABLE))
        .orElse(false);
  }
}
