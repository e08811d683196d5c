package dev.baton;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.SiteName;
import dev.baton.pair.SynchronousPolicy;
import java.util.List;
import java.util.Optional;

/** A pair of the sites A and B, home at A. */
public final class TestPairs {

  private TestPairs() {}

  public static PairState serving(String site) {
    PairState home = of(SynchronousPolicy.AVAILABILITY);
    return site.equals("a")
        ? home
        : home.after(new PrimaryPromoted(new OperationId("o"), new SiteName(site), 2, "2"));
  }

  /** Serving from A, with that policy (S12). */
  public static PairState of(SynchronousPolicy policy) {
    return PairState.from(
        List.of(
            new PairRegistered(
                new PairId("ci"),
                ReadmeDiagrams.EAST.name(),
                List.of(ReadmeDiagrams.EAST, ReadmeDiagrams.WEST),
                "10.0.0.9",
                "7",
                Optional.of(policy.word()))));
  }
}
