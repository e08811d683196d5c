package dev.baton.host;

import java.time.Instant;
import java.util.Map;

/** What agents saw that are bound to nobody. */
public final class Observations {

  private Observations() {}

  /** On a host without a guard. */
  public static Observation of(
      long number,
      Instant at,
      String session,
      String bootId,
      Map<String, String> postgres,
      Map<String, String> application,
      Map<String, String> address,
      Map<String, String> files) {
    return of(number, at, session, bootId, postgres, application, address, files, Map.of());
  }

  /** With what its guard says. */
  public static Observation of(
      long number,
      Instant at,
      String session,
      String bootId,
      Map<String, String> postgres,
      Map<String, String> application,
      Map<String, String> address,
      Map<String, String> files,
      Map<String, String> guard) {
    return new Observation(
        number,
        at,
        session,
        bootId,
        postgres,
        application,
        address,
        files,
        Map.of(),
        guard,
        HostBinding.none());
  }
}
