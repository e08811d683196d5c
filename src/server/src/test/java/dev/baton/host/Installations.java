package dev.baton.host;

import dev.baton.protocol.InstallationId;

/** Two installations: the one under test, and another one. */
public final class Installations {

  public static final InstallationId OURS =
      new InstallationId("11111111-2222-4333-8444-555555555555");

  public static final InstallationId ANOTHER =
      new InstallationId("99999999-2222-4333-8444-555555555555");

  private Installations() {}
}
