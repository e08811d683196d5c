package dev.baton.eventlog.replica;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Identity of this run of the control plane. The configured name alone would not do: a process that
 * slept through its own replacement has it too.
 */
@Singleton
public class Replica {

  private static final int RANDOM_BYTES = 4;

  private final String id;

  @Inject
  public Replica(@ConfigProperty(name = "baton.replica") String name) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    id = "%s-%s".formatted(name, HexFormat.of().formatHex(random));
  }

  /** The configured name and a part that no other run has. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
