package dev.baton.world;

import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.Site;
import java.util.List;
import java.util.Optional;

/** What a simulated pair has besides its databases. */
public enum SimulatedParts {
  EVERYTHING(true, true),
  ADDRESS(false, true),
  NOTHING(false, false);

  final boolean application;
  final boolean address;

  SimulatedParts(boolean application, boolean address) {
    this.application = application;
    this.address = address;
  }

  /** That site with these parts. */
  Site of(Site site) {
    return application
        ? site
        : new Site(site.name(), site.database(), site.database(), site.databaseAddress());
  }

  /** How such a pair stands in the log. */
  public PairRegistered registration() {
    return new PairRegistered(
        SimulatedPair.PAIR,
        SimulatedPair.EAST.name(),
        List.of(of(SimulatedPair.EAST), of(SimulatedPair.WEST)),
        address ? Optional.of("10.0.0.9") : Optional.empty(),
        SimulatedDatabase.SYSTEM,
        Optional.empty(),
        application ? Optional.empty() : Optional.of(true));
  }
}
