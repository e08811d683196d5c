package dev.baton.http.connection;

import dev.baton.agent.TestCertificates;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** An API over TLS, with certificates of an authority of its own. */
public class SecuredApi implements QuarkusTestProfile {

  private static final String CERTIFICATE = "quarkus.http.ssl.certificate.files";
  private static final String KEY = "quarkus.http.ssl.certificate.key-files";

  private static final String PORT = "quarkus.http.test-ssl-port";

  @Override
  public Map<String, String> getConfigOverrides() {
    try (ServerSocket free = new ServerSocket(0)) {
      TestCertificates.Credentials first =
          new TestCertificates(Path.of("target/secured-api").toAbsolutePath()).issue("api");
      return Map.of(
          CERTIFICATE,
          first.certificate().toString(),
          KEY,
          first.key().toString(),
          PORT,
          Integer.toString(free.getLocalPort()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static int port() {
    return ConfigProvider.getConfig().getValue(PORT, Integer.class);
  }

  static Path certificate() {
    return ConfigProvider.getConfig().getValue(CERTIFICATE, Path.class);
  }

  static Path key() {
    return ConfigProvider.getConfig().getValue(KEY, Path.class);
  }
}
