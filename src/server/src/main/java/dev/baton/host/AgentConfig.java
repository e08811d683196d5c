package dev.baton.host;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The control plane's certificate and key towards agents, and the authorities it trusts. */
@ConfigMapping(prefix = "baton.agent")
public interface AgentConfig {

  /** Certificate of this control plane, PEM; without it no agent can be reached. */
  Optional<Path> certificate();

  /** Its private key, PEM (PKCS#8). */
  Optional<Path> key();

  /** Certificates of the authorities that sign agents, PEM. */
  Optional<Path> trust();

  /**
   * List of revoked certificates, PEM, as {@code baton ca revoke} writes it; handed to all agents.
   */
  Optional<Path> revoked();

  /** How long a connection may take to come up before a host counts as unreachable. */
  @WithDefault("PT2S")
  Duration connectTimeout();
}
