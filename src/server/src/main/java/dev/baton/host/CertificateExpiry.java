package dev.baton.host;

import dev.baton.pair.HostId;
import dev.baton.protocol.Pem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Certificates that end soon: of agents, as they showed them last, of this control plane, of the
 * authorities, and of the API.
 */
@ApplicationScoped
public class CertificateExpiry {

  private static final Duration ALARM = Duration.ofDays(7);
  private static final Duration FINDING = Duration.ofDays(30);

  private final AgentClientPool clientPool;
  private final InstantSource clock;
  private final Optional<List<Path>> api;

  CertificateExpiry(
      AgentClientPool clientPool,
      InstantSource clock,
      @ConfigProperty(name = "quarkus.http.ssl.certificate.files") Optional<List<Path>> api) {
    this.clientPool = clientPool;
    this.clock = clock;
    this.api = api;
  }

  /** Certificates that end within 7 days or have ended, a sentence each; empty if none does. */
  public List<String> alarms(Collection<HostId> hosts) {
    return ending(hosts, Duration.ofSeconds(Long.MIN_VALUE / 2), ALARM);
  }

  /** Those that end later, but within 30 days. */
  public List<String> findings(Collection<HostId> hosts) {
    return ending(hosts, ALARM, FINDING);
  }

  private List<String> ending(Collection<HostId> hosts, Duration after, Duration until) {
    List<String> found = new ArrayList<>();
    Instant now = clock.instant();
    for (HostId host : hosts) {
      add(found, "the agent of " + host, clientPool.shownBy(host), now, after, until);
    }
    add(found, "this control plane", clientPool.own(), now, after, until);
    add(found, "an authority of the agents", clientPool.authorities(), now, after, until);
    add(found, "the API", ofTheApi(), now, after, until);
    return found;
  }

  private static void add(
      List<String> found,
      String whose,
      List<X509Certificate> certificates,
      Instant now,
      Duration after,
      Duration until) {
    for (X509Certificate certificate : certificates) {
      Instant end = certificate.getNotAfter().toInstant();
      Duration left = Duration.between(now, end);
      if (left.compareTo(after) > 0 && left.compareTo(until) <= 0) {
        found.add(
            "the certificate of %s %s on %s; renew it, no restart is needed"
                .formatted(whose, left.isNegative() ? "ended" : "ends", end));
      }
    }
  }

  private List<X509Certificate> ofTheApi() {
    List<X509Certificate> all = new ArrayList<>();
    for (Path file : api.orElse(List.of())) {
      try {
        all.add(Pem.certificates(file).getFirst());
      } catch (IOException | GeneralSecurityException unreadable) {
        // Quarkus says so itself when it reads it.
      }
    }
    return all;
  }
}
