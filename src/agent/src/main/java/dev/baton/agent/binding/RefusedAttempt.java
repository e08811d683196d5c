package dev.baton.agent.binding;

import dev.baton.agent.os.HostClock;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.InstallationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The last order or announcement of somebody whom this host does not obey, kept so that the one it
 * obeys can see it. Of several only the one who came first.
 *
 * @param peer the name in the certificate it came with
 */
record RefusedAttempt(InstallationId installation, String pair, String peer, Instant at) {

  /** After so long without another one it is no news. */
  private static final Duration SHOWN = Duration.ofMinutes(10);

  boolean recent() {
    return Duration.between(at, HostClock.now()).compareTo(SHOWN) < 0;
  }

  /** Whether it is the same one who tries for the same pair. */
  boolean sameAs(RefusedAttempt other) {
    return installation.equals(other.installation)
        && pair.equals(other.pair)
        && peer.equals(other.peer);
  }

  Map<String, String> facts() {
    return Map.of(
        EvidenceKey.REFUSED_INSTALLATION.wireName(),
        installation.value(),
        EvidenceKey.REFUSED_PAIR.wireName(),
        pair,
        EvidenceKey.REFUSED_BY.wireName(),
        peer,
        EvidenceKey.REFUSED_AT.wireName(),
        at.toString());
  }
}
