package dev.baton.host;

import dev.baton.pair.HostId;
import dev.baton.protocol.AuthorityTrust;
import dev.baton.protocol.KeyFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP client per host, each trusting that host alone; connections stay open between calls.
 * When the certificates change, calls that come get new connections and calls under way end on
 * theirs, unless the host's certificate is good no longer.
 */
@ApplicationScoped
class AgentClientPool {

  private static final Logger LOG = Logger.getLogger(AgentClientPool.class);

  /** Longer than any call takes. */
  private static final Duration LAST_CALLS = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final AgentConfig config;
  private final Map<HostId, Client> clients = new ConcurrentHashMap<>();
  private volatile @Nullable Certified certified;
  private String refused = "";

  private record Client(HttpClient http, HostTrust trust) {}

  /** What was read last and fits together; the certificate and its key as text too. */
  private record Certified(KeyFiles files, AuthorityTrust trust, Buffer certificate, Buffer key) {}

  AgentClientPool(Vertx vertx, AgentConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /**
   * The client for a host.
   *
   * @throws AgentsNotConfiguredException when certificate, key or trust are not configured or
   *     cannot be read; the message names the setting
   */
  HttpClient to(HostId host) throws AgentsNotConfiguredException {
    Client client = clients.get(host);
    if (client != null) {
      return client.http();
    }
    Certified now = certified();
    return clients.computeIfAbsent(host, h -> client(h, now)).http();
  }

  private Client client(HostId host, Certified now) {
    HostTrust trust = new HostTrust(now.trust(), host);
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
            // The host is known by the name in its certificate, which HostTrust checks, not by an
            // address.
            .setVerifyHost(false)
            .setKeyCertOptions(
                new PemKeyCertOptions().addCertValue(now.certificate()).addKeyValue(now.key()))
            .setTrustOptions(TrustOptions.wrap(trust))
            .setConnectTimeout((int) config.connectTimeout().toMillis())
            .setTcpNoDelay(true)
            .setKeepAlive(true)
            // Shorter than the agent's own idle time, so that no request meets a connection just
            // closed; longer than an operation lets them rest.
            .setKeepAliveTimeout(60)
            .setMaxPoolSize(16);
    return new Client(vertx.createHttpClient(options), trust);
  }

  private synchronized Certified certified() throws AgentsNotConfiguredException {
    Certified now = certified;
    if (now == null) {
      try {
        now = read(places());
      } catch (IOException | GeneralSecurityException e) {
        throw new AgentsNotConfiguredException(
            "baton.agent.certificate, baton.agent.key, baton.agent.trust: " + e.getMessage());
      }
      certified = now;
    }
    return now;
  }

  private static Certified read(KeyFiles.Places places)
      throws IOException, GeneralSecurityException {
    KeyFiles files = places.read();
    return new Certified(
        files,
        files.trusted(),
        Buffer.buffer(Files.readAllBytes(places.certificate())),
        Buffer.buffer(Files.readAllBytes(places.key())));
  }

  private KeyFiles.Places places() throws AgentsNotConfiguredException {
    return new KeyFiles.Places(
        set("baton.agent.certificate", config.certificate()),
        set("baton.agent.key", config.key()),
        set("baton.agent.trust", config.trust()),
        config.revoked());
  }

  private static Path set(String setting, Optional<Path> path) throws AgentsNotConfiguredException {
    if (path.isEmpty()) {
      throw new AgentsNotConfiguredException(
          setting + " is not set: agents cannot be reached without it");
    }
    if (!Files.isReadable(path.get())) {
      throw new AgentsNotConfiguredException("%s: cannot read %s".formatted(setting, path.get()));
    }
    return path.get();
  }

  /** Reads the files again if they have changed. Before the first call there is nothing to do. */
  synchronized void refresh() {
    Certified before = certified;
    if (before == null) {
      return;
    }
    String digest = "";
    try {
      KeyFiles.Places places = places();
      digest = places.digest();
      if (digest.equals(before.files().digest()) || digest.equals(refused)) {
        return;
      }
      Certified now = read(places);
      certified = now;
      LOG.infof(
          "certificates towards agents were read again; the own one ends %s",
          now.files().chain().getFirst().getNotAfter().toInstant());
      clients.keySet().forEach(host -> replace(host, now));
    } catch (IOException | GeneralSecurityException | AgentsNotConfiguredException e) {
      if (!digest.equals(refused) || digest.isEmpty()) {
        LOG.warnf("the former certificates towards agents stay in force: %s", e.getMessage());
      }
      refused = digest;
    }
  }

  private void replace(HostId host, Certified now) {
    Client old = clients.put(host, client(host, now));
    if (old == null) {
      return;
    }
    if (old.trust().wouldBeAcceptedBy(now.trust())) {
      vertx.setTimer(LAST_CALLS.toMillis(), timer -> old.http().close());
    } else {
      LOG.warnf("the certificate of host=%s is good no longer", host);
      old.http().close();
    }
  }

  /** The list of revoked certificates in force, as text; empty when there is none. */
  Optional<String> revoked() {
    Certified now = certified;
    return Optional.ofNullable(now).map(n -> n.files().revoked()).filter(text -> !text.isBlank());
  }

  /** What the agent of a host has shown last, its own certificate alone; empty before that. */
  List<X509Certificate> shownBy(HostId host) {
    Client client = clients.get(host);
    return client == null ? List.of() : client.trust().shown().stream().limit(1).toList();
  }

  /** The certificate of this control plane; empty before the first call. */
  List<X509Certificate> own() {
    Certified now = certified;
    return now == null ? List.of() : now.files().chain().subList(0, 1);
  }

  /** Of the authorities that are trusted; empty before the first call. */
  List<X509Certificate> authorities() {
    Certified now = certified;
    return now == null ? List.of() : now.files().authorities();
  }
}
