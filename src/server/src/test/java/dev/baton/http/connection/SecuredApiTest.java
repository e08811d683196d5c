package dev.baton.http.connection;

import static dev.baton.http.connection.RawConnections.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.access.TestTokens;
import dev.baton.agent.TestCertificates;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairId;
import dev.baton.protocol.Pem;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API over TLS shows, whom it ends, and whom it does not. */
@QuarkusTest
@TestProfile(SecuredApi.class)
class SecuredApiTest {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Inject EventLog log;
  @TempDir Path folder;

  @Test
  void renewedCertificateIsShownAndABrokenOneNeverIs() throws Exception {
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    TestCertificates.Credentials renewed = authority.issue("renewed");
    TestCertificates.Credentials next = authority.issue("next");

    put(renewed.key(), SecuredApi.key());
    put(renewed.certificate(), SecuredApi.certificate());
    awaitShown(renewed);

    try (Warnings warnings = new Warnings(ApiCertificates.class.getName())) {
      put(next.certificate(), SecuredApi.certificate());
      await()
          .atMost(LIMIT)
          .until(() -> warnings.heard().toString().contains("are not the keys of"));
      assertThat(shows(renewed)).isTrue();
      Files.writeString(SecuredApi.certificate(), "nothing");
      await().atMost(LIMIT).until(() -> warnings.heard().size() == 2);
      assertThat(shows(renewed)).isTrue();

      put(next.key(), SecuredApi.key());
      put(next.certificate(), SecuredApi.certificate());
      awaitShown(next);
      assertThat(warnings.heard())
          .allMatch(warning -> warning.contains("the former certificate of the API stays"));
    }
  }

  private static void put(Path file, Path place) throws Exception {
    Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Vert.x drops who comes in the very moment of the exchange. */
  private static void awaitShown(TestCertificates.Credentials credentials) {
    await()
        .atMost(LIMIT)
        .ignoreException(SSLHandshakeException.class)
        .until(() -> shows(credentials));
  }

  private static boolean shows(TestCertificates.Credentials credentials) throws Exception {
    return TlsClient.shown(SecuredApi.port())
        .equals(Pem.certificates(credentials.certificate()).getFirst());
  }

  @Test
  void halfHandshakesEndAndCallersStayConnected() throws Exception {
    try (var connections = new RawConnections(SecuredApi.port());
        var client = HttpClient.newBuilder().sslContext(TlsClient.context()).build();
        SSLSocket stranger = TlsClient.open(SecuredApi.port())) {
      Socket idle = connections.open(1, "");
      Socket hello = connections.open(1, "\u0016\u0003\u0001\u0002");

      HttpResponse<String> first = ask(client);
      await().atMost(LIMIT).until(() -> ended(idle) && ended(hello) && ended(stranger));
      HttpResponse<String> second = ask(client);

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(second.sslSession().orElseThrow().getId())
          .as("on the connection of before")
          .isEqualTo(first.sslSession().orElseThrow().getId());
    }
  }

  private HttpResponse<String> ask(HttpClient client) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:%d/v1/pairs".formatted(SecuredApi.port())))
            .header("Authorization", "Bearer " + TestTokens.token("admin"))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Over TLS an end in good order would have to be read too. */
  @Test
  void readerOfTheStreamThatStallsIsReset() throws Exception {
    long before = log.head();
    for (int i = 0; i < 160; i++) {
      appendMuch(i);
    }
    try (SSLSocket stalled = TlsClient.open(SecuredApi.port())) {
      String request =
          "GET /v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nLast-Event-ID: %d\r\n\r\n"
              .formatted(TestTokens.token("admin"), before);
      stalled.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      await().atMost(LIMIT).until(() -> !TcpTable.has(stalled));

      assertThatThrownBy(() -> stalled.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  private void appendMuch(int version) throws Exception {
    var unused =
        log.append(
            StreamId.of(new PairId("stalled")),
            version,
            List.of(new RollbackStarted(new OperationId("op-1"), "x".repeat(100_000))),
            Contexts.engine());
  }
}
