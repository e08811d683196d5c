package dev.baton.operation.engine;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/** Hosts that need no agents. */
public class OnFakeHosts implements QuarkusTestProfile {

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(FakeHosts.class);
  }
}
