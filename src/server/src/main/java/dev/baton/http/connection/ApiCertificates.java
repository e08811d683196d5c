package dev.baton.http.connection;

import dev.baton.protocol.KeyFiles;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.options.TlsCertificateReloader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Has the API show a renewed certificate within seconds. Quarkus looks every half minute at best,
 * and takes a certificate without the key that belongs to it too.
 */
@ApplicationScoped
class ApiCertificates {

  private static final Logger LOG = Logger.getLogger(ApiCertificates.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final List<String> KEY_TYPES = List.of("EC", "RSA");

  private final Vertx vertx;
  private final List<Path> certificates;
  private final List<Path> keys;
  private PemKeyCertOptions read = new PemKeyCertOptions();
  private String warned = "";

  ApiCertificates(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.http.ssl.certificate.files")
          Optional<List<Path>> certificates,
      @ConfigProperty(name = "quarkus.http.ssl.certificate.key-files") Optional<List<Path>> keys) {
    this.vertx = vertx;
    this.certificates = certificates.orElse(List.of());
    this.keys = keys.orElse(List.of());
  }

  void watch(@Observes StartupEvent event) throws IOException {
    if (!certificates.isEmpty()) {
      read = content();
      long unused =
          vertx.setPeriodic(
              EVERY.toMillis(), timer -> vertx.executeBlocking(this::refresh).onFailure(LOG::warn));
    }
  }

  /** Whether it is to be shown from now on. */
  private synchronized boolean refresh() {
    try {
      PemKeyCertOptions now = content();
      if (now.equals(read)) {
        return false;
      }
      requireMatch(now);
      read = now;
      warned = "";
      TlsCertificateReloader.reload()
          .thenRun(() -> LOG.info("the certificate of the API was read again"));
      return true;
    } catch (Exception e) { // of whatever kind Vert.x finds fit for what it cannot read
      String why = String.valueOf(e.getMessage());
      if (!why.equals(warned)) {
        LOG.warnf("the former certificate of the API stays in force: %s", why);
      }
      warned = why;
      return false;
    }
  }

  private PemKeyCertOptions content() throws IOException {
    return new PemKeyCertOptions().setCertValues(all(certificates)).setKeyValues(all(keys));
  }

  private static List<Buffer> all(List<Path> files) throws IOException {
    List<Buffer> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Buffer.buffer(Files.readAllBytes(file)));
    }
    return contents;
  }

  /** That each certificate can be read, by what the server reads it with, and has its key. */
  private void requireMatch(PemKeyCertOptions pem) throws Exception {
    int found = 0;
    for (KeyManager manager : pem.getKeyManagerFactory(vertx).getKeyManagers()) {
      for (String type : KEY_TYPES) {
        String[] aliases = ((X509KeyManager) manager).getServerAliases(type, null);
        for (String alias : aliases == null ? new String[0] : aliases) {
          found++;
          requireMatch((X509KeyManager) manager, alias);
        }
      }
    }
    if (found < certificates.size()) {
      throw new GeneralSecurityException("no key for %s".formatted(certificates));
    }
  }

  private void requireMatch(X509KeyManager manager, String alias) throws GeneralSecurityException {
    if (!KeyFiles.fits(manager.getPrivateKey(alias), manager.getCertificateChain(alias)[0])) {
      throw new GeneralSecurityException("%s are not the keys of %s".formatted(keys, certificates));
    }
  }
}
