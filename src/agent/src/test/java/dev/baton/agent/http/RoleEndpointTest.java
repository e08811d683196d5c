package dev.baton.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.policy.Policy;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a load balancer is told of a host. */
class RoleEndpointTest {

  private Map<String, String> facts = Map.of();
  private RoleEndpoint endpoint;

  @BeforeEach
  void begin() throws Exception {
    endpoint = new RoleEndpoint(new Policy.ListenAddress("127.0.0.1", 0), () -> facts);
  }

  @AfterEach
  void end() {
    endpoint.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(endpoint.port(), path));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
          BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "primary, true, false, 200",
    "primary, false, true, 503",
    "primary, true, true, 503",
    "standby, true, false, 503",
    "out, true, true, 503",
    "none, false, false, 503"
  })
  void onlyTheConfirmedPrimaryIsServedFrom(String role, boolean confirmed, boolean held, int status)
      throws Exception {
    facts =
        Map.of(
            "role", role,
            "confirmed", Boolean.toString(confirmed),
            "held", Boolean.toString(held));

    HttpResponse<String> answer = send("GET", "/role");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(role + "\n");
    assertThat(send("HEAD", "/role").statusCode()).isEqualTo(status);
  }

  @Test
  void thereIsNothingElse() throws Exception {
    assertThat(send("GET", "/v1/hello").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/roles").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/role").statusCode()).isEqualTo(405);
  }

  @Test
  void loadBalancerOfAnOlderKindIsAnsweredToo() throws Exception {
    facts = Map.of("role", "standby", "confirmed", "true", "held", "false");
    try (RawSockets sockets = new RawSockets(endpoint.port())) {
      Socket old = sockets.open(1, ascii("GET /role?of=shop HTTP/1.0\r\n\r\n"));

      String answer = new String(old.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\nstandby\n");
    }
  }

  @Test
  void addressBeforeThePathIsPassedOver() throws Exception {
    facts = Map.of("role", "primary", "confirmed", "true", "held", "false");
    try (RawSockets sockets = new RawSockets(endpoint.port())) {
      Socket proxied = sockets.open(1, ascii("GET http://east-app:8080/role HTTP/1.0\r\n\r\n"));

      String answer =
          new String(proxied.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 200 ");
    }
  }

  /** More than have a place, so that those of the address with most make room. */
  @Test
  void strangersKeepNoLoadBalancerOutAndHaveTheirTime() throws Exception {
    facts = Map.of("role", "primary", "confirmed", "true", "held", "false");
    try (RawSockets sockets = new RawSockets(endpoint.port())) {
      for (int i = 0; i < 200; i++) {
        Socket idle = sockets.open(i, new byte[0]);
        Socket half = sockets.open(i, ascii("GET /ro"));
        assertThat(idle.isConnected() && half.isConnected()).isTrue();
      }
      Socket idle = sockets.open(1, new byte[0]);
      Socket half = sockets.open(2, ascii("GET /ro"));

      HttpResponse<String> answer = send("GET", "/role");

      assertThat(answer.statusCode()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(9))
          .until(() -> RawSockets.ended(idle) && RawSockets.ended(half));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
