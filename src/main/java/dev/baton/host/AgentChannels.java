package dev.baton.host;

import dev.baton.pair.HostId;
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
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** One HTTP client per host, each trusting that host alone; connections stay open between calls. */
@ApplicationScoped
class AgentChannels {

  private final Vertx vertx;
  private final AgentConfig config;
  private final Map<HostId, HttpClient> clients = new ConcurrentHashMap<>();
  private @Nullable X509TrustManager chain;

  AgentChannels(Vertx vertx, AgentConfig config) {
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
    HttpClient client = clients.get(host);
    if (client != null) {
      return client;
    }
    HttpClientOptions options = options(host);
    return clients.computeIfAbsent(host, h -> vertx.createHttpClient(options));
  }

  private HttpClientOptions options(HostId host) throws AgentsNotConfiguredException {
    return new HttpClientOptions()
        .setSsl(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        // The host is known by the name in its certificate, which HostTrust checks, not by an
        // address.
        .setVerifyHost(false)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertValue(read("baton.agent.certificate", config.certificate()))
                .addKeyValue(read("baton.agent.key", config.key())))
        .setTrustOptions(TrustOptions.wrap(new HostTrust(chain(), host)))
        .setConnectTimeout((int) config.connectTimeout().toMillis())
        .setTcpNoDelay(true)
        .setKeepAlive(true)
        // Shorter than the agent's own idle time, so that no request meets a connection just
        // closed; longer than an operation lets them rest.
        .setKeepAliveTimeout(60)
        .setMaxPoolSize(16);
  }

  private synchronized X509TrustManager chain() throws AgentsNotConfiguredException {
    if (chain == null) {
      chain = load(read("baton.agent.trust", config.trust()));
    }
    return chain;
  }

  private static X509TrustManager load(Buffer pem) throws AgentsNotConfiguredException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new java.io.ByteArrayInputStream(pem.getBytes()))) {
        store.setCertificateEntry("authority-" + number++, authority);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return x509;
        }
      }
      throw new AgentsNotConfiguredException("this JVM has no X.509 trust manager");
    } catch (GeneralSecurityException | IOException e) {
      throw new AgentsNotConfiguredException(
          "baton.agent.trust holds no readable certificates: " + e.getMessage());
    }
  }

  private static Buffer read(String setting, Optional<Path> path)
      throws AgentsNotConfiguredException {
    if (path.isEmpty()) {
      throw new AgentsNotConfiguredException(
          setting + " is not set: agents cannot be reached without it");
    }
    try {
      return Buffer.buffer(Files.readAllBytes(path.get()));
    } catch (IOException e) {
      throw new AgentsNotConfiguredException("%s: cannot read %s".formatted(setting, path.get()));
    }
  }
}
