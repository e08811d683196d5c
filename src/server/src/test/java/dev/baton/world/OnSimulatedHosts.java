package dev.baton.world;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/** A control plane whose hosts do what they are told, without agents. */
public class OnSimulatedHosts implements QuarkusTestProfile {

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(SimulatedHosts.class);
  }
}
