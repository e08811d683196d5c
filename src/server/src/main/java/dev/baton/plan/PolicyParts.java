package dev.baton.plan;

import dev.baton.assessment.PairSnapshot;
import dev.baton.pair.HostId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;

/**
 * What the policy of an application host names besides the application itself. A plan has no step
 * for what is not there.
 *
 * @param files whether files are kept equal between the sites
 * @param drain whether the application can be told to take no new work
 */
public record PolicyParts(boolean files, boolean drain) {

  /** Of a host whose policy names everything. */
  public static final PolicyParts ALL = new PolicyParts(true, true);

  /** As that host's agent shows it; everything when it does not answer. */
  public static PolicyParts of(PairSnapshot now, HostId application) {
    return now.of(application)
        .map(seen ->
            new PolicyParts(
                !seen.files().isEmpty(),
                Evidence.of(seen.application()).flag(EvidenceKey.DRAINABLE)))
        .orElse(ALL);
  }
}
