package dev.baton.agent.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.baton.agent.TestCertificates;
import dev.baton.protocol.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application whose URLs take https; its certificate is good for 127.0.0.1. */
class ApplicationHttpsTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private TestCertificates.Credentials shown;
  private HttpsServer web;

  @BeforeEach
  void startAServer() throws Exception {
    shown = new TestCertificates(folder.resolve("ca")).issue("app");
    web = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.setHttpsConfigurator(new HttpsConfigurator(context()));
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    web.start();
  }

  private SSLContext context() throws Exception {
    char[] none = new char[0];
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, none);
    X509Certificate[] chain = Pem.certificates(shown.certificate()).toArray(X509Certificate[]::new);
    store.setKeyEntry("app", Pem.privateKey(shown.key()), none, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @AfterEach
  void stopIt() {
    web.stop(0);
  }

  private String ask(Optional<Path> authority, String name) throws IOException {
    URI uri = URI.create("https://127.0.0.1:%d/health".formatted(web.getAddress().getPort()));
    ApplicationClient client = new ApplicationClient(authority);
    return client.send("GET", uri, name, Map.of(), LIMIT).body();
  }

  @Test
  void answersWhereItsAuthorityIsNamed() throws Exception {
    assertThat(ask(Optional.of(shown.trust()), "127.0.0.1")).isEqualTo("ok");
  }

  @Test
  void isNotBelievedWithoutItsAuthorityOrUnderAnotherName() {
    assertThatThrownBy(() -> ask(Optional.empty(), "127.0.0.1")).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> ask(Optional.of(shown.trust()), "go.example"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("go.example");
  }

  @Test
  void authorityThatCannotBeReadIsNamed() {
    Path absent = folder.resolve("absent.pem");

    assertThatThrownBy(() -> ask(Optional.of(absent), "127.0.0.1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent.pem");
  }
}
