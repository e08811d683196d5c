package dev.baton;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.SiteName;
import java.util.List;

/** A pair of the sites A and B, home at A. */
public final class PairOfTwo {

  private PairOfTwo() {}

  public static PairState serving(String site) {
    PairState home =
        PairState.from(
            List.of(
                new PairRegistered(
                    new PairId("ci"),
                    Pictures.EAST.name(),
                    List.of(Pictures.EAST, Pictures.WEST),
                    "10.0.0.9",
                    "7")));
    return site.equals("a")
        ? home
        : home.after(new PrimaryPromoted(new OperationId("o"), new SiteName(site), 2, "2"));
  }
}
