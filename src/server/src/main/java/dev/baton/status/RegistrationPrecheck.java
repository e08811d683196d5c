package dev.baton.status;

import dev.baton.assessment.RegisteredParts;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HostRole;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a registration against what the hosts show (S13): whom their agents obey, which of them are
 * out, which site writes. A host that does not answer says nothing here.
 *
 * @param seen by host; all hosts of both sites
 */
record RegistrationPrecheck(Map<HostId, ObservationResult> seen) {

  private static final String UNBIND =
      "run 'baton-agent unbind POLICYFILE --reason …' on it as root, when the control plane it"
          + " belongs to is gone for good";

  /** Refuses hosts that another registration holds, and one that was left behind. */
  void requireFree(PairId pair) {
    seen.keySet()
        .forEach(host ->
            of(host)
                .ifPresent(observation -> {
                  requireUnbound(pair, host, observation);
                  requireInService(host, observation);
                }));
  }

  private static void requireUnbound(PairId pair, HostId host, Observation observation) {
    observation
        .binding()
        .obeysAnother(host, pair)
        .ifPresent(why -> {
          throw new ProblemException(ProblemType.HOST_BOUND, why + ".");
        });
  }

  /** A role at registration would open what its guard holds down. */
  private static void requireInService(HostId host, Observation observation) {
    Evidence guard = Evidence.of(observation.guard());
    if (HostRole.OUT.wireName().equals(guard.text(EvidenceKey.ROLE))) {
      throw new ProblemException(
          ProblemType.HOST_OUT,
          "%s is out of service, and no registration opens it (%s). Recover it with the control plane it belongs to, or %s."
              .formatted(host, guard.text(EvidenceKey.WHY, "its guard says no more"), UNBIND));
    }
  }

  /** Refuses a home that is not the site that writes, and sites that went separate ways. */
  void requireHomeWrites(Site home, Site other) {
    Evidence here = database(home);
    Evidence there = database(other);
    if (here.flag(EvidenceKey.WRITABLE) && there.flag(EvidenceKey.WRITABLE)) {
      throw new ProblemException(
          ProblemType.SPLIT_BRAIN,
          "%s and %s both write. Stop the one whose data is to go, make it a standby of the other, then repeat the call."
              .formatted(home.database(), other.database()));
    }
    if (there.flag(EvidenceKey.WRITABLE)) {
      throw new ProblemException(
          ProblemType.WRONG_HOME,
          "%s writes and %s does not: register with home=%s."
              .formatted(other.database(), home.database(), other.name()));
    }
    if (here.flag(EvidenceKey.IN_RECOVERY)) {
      throw new ProblemException(
          ProblemType.WRONG_HOME,
          "%s is a standby, and %s does not write either. Bring the primary back, or promote one by hand, then repeat the call."
              .formatted(home.database(), other.database()));
    }
    Optional<Long> ours = here.number(EvidenceKey.TIMELINE);
    Optional<Long> theirs = there.number(EvidenceKey.TIMELINE);
    if (ours.isPresent() && theirs.isPresent() && theirs.get() > ours.get()) {
      throw new ProblemException(
          ProblemType.PAIR_UNFIT,
          "%s is on timeline %d, which %s on timeline %d never had: it was promoted once. Make it a standby of %s anew."
              .formatted(
                  other.database(), theirs.get(), home.database(), ours.get(), home.database()));
    }
  }

  /**
   * Refuses a pair with or without an application or an address, where the policies of its hosts
   * say otherwise: plans follow the registration.
   */
  void requireParts(PairState pair) {
    for (Site site : pair.sites()) {
      of(site.application())
          .flatMap(shown -> RegisteredParts.difference(pair, shown, site.application()))
          .ifPresent(why -> {
            throw new ProblemException(ProblemType.PAIR_UNFIT, why + ", then repeat the call.");
          });
    }
  }

  private Evidence database(Site site) {
    return Evidence.of(of(site.database()).map(Observation::postgres).orElse(Map.of()));
  }

  private Optional<Observation> of(HostId host) {
    return seen.get(host) instanceof ObservationResult.Seen(var observation)
        ? Optional.of(observation)
        : Optional.empty();
  }
}
