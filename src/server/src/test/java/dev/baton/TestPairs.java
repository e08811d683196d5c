package dev.baton;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.SynchronousPolicy;
import java.util.List;
import java.util.Optional;

/** A pair of the sites A and B, home at A. */
public final class TestPairs {

  private static final Optional<String> ADDRESS = Optional.of("10.0.0.9");

  private TestPairs() {}

  public static PairState serving(String site) {
    PairState home = of(SynchronousPolicy.AVAILABILITY);
    return site.equals("a")
        ? home
        : home.after(new PrimaryPromoted(new OperationId("o"), new SiteName(site), 2, "2"));
  }

  /** Serving from A, with that policy (S12). */
  public static PairState of(SynchronousPolicy policy) {
    return of(List.of(ReadmeDiagrams.EAST, ReadmeDiagrams.WEST), ADDRESS, policy, false);
  }

  /**
   * Two databases alone, serving from A.
   *
   * @param address whether one follows them
   */
  public static PairState databaseOnly(boolean address) {
    return of(
        List.of(alone(ReadmeDiagrams.EAST), alone(ReadmeDiagrams.WEST)),
        address ? ADDRESS : Optional.empty(),
        SynchronousPolicy.AVAILABILITY,
        true);
  }

  /** With an application that no address follows, serving from A. */
  public static PairState withoutAddress() {
    return of(
        List.of(ReadmeDiagrams.EAST, ReadmeDiagrams.WEST),
        Optional.empty(),
        SynchronousPolicy.AVAILABILITY,
        false);
  }

  private static Site alone(Site site) {
    return new Site(site.name(), site.database(), site.database(), site.databaseAddress());
  }

  private static PairState of(
      List<Site> sites, Optional<String> address, SynchronousPolicy policy, boolean databaseOnly) {
    return PairState.from(
        List.of(
            new PairRegistered(
                new PairId("ci"),
                sites.getFirst().name(),
                sites,
                address,
                "7",
                Optional.of(policy.word()),
                databaseOnly ? Optional.of(true) : Optional.empty())));
  }
}
