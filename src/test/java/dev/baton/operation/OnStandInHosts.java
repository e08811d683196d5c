package dev.baton.operation;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/** Hosts that need no agents. */
public class OnStandInHosts implements QuarkusTestProfile {

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(StandInHosts.class);
  }
}
