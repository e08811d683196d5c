package dev.baton.host;

import dev.baton.protocol.InstallationId;

/** The installation this control plane belongs to: the same for all replicas. */
@FunctionalInterface
public interface OwnInstallation {

  /** It never changes. */
  InstallationId id();
}
