package dev.baton.http.connection;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.http.connection.RawConnections.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers and half requests at the API. */
@QuarkusTest
class ApiConnectionLimitsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private @Nullable RawConnections opened;

  @AfterEach
  void closeAll() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }

  private RawConnections connections() {
    opened = new RawConnections(RestAssured.port);
    return opened;
  }

  private static String get(String path) {
    return head("GET " + path) + "\r\n";
  }

  private static String head(String line) {
    return "%s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n"
        .formatted(line, TestTokens.token("admin"));
  }

  private static String half(String line) {
    return head(line) + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
  }

  /** A slow call has more time than half a request of a stranger, and not all the time there is. */
  @Test
  void halfRequestsAndIdleStrangersEndWhileTheStreamGoesOnAndASlowBodyHasItsTime()
      throws Exception {
    RawConnections connections = connections();
    Socket stream = connections.open(1, get("/v1/events/stream"));
    Socket known = connections.open(1, get("/v1/pairs"));
    Socket slow = connections.open(1, half("POST /v1/pairs"));
    Socket idle = connections.open(2, "");
    Socket head = connections.open(2, "GET /v1/pairs HTTP/1.1\r\nHos");
    Socket body = connections.open(2, half("POST /v1/pairs"));

    await()
        .atMost(LIMIT)
        .until(() -> {
          RawConnections.say(slow, " ");
          return ended(idle) && ended(head) && ended(body);
        });

    assertThat(ended(stream)).isFalse();
    assertThat(ended(known)).isFalse();
    assertThat(ended(slow)).isFalse();

    try (Warnings failures = new Warnings("dev.baton.http.ProblemMapper")) {
      await().atMost(LIMIT).until(() -> !trickles(slow));

      assertThat(ended(stream)).isFalse();
      assertThat(ended(known)).isFalse();
      assertThat(asAdmin().get("/v1/pairs").statusCode()).isEqualTo(200);
      assertThat(failures.heard()).as("a body that was cut off is no failure of ours").isEmpty();
    }
  }

  /** Says one byte more, which is far from the last; whether the other side still takes it. */
  private static boolean trickles(Socket socket) {
    try {
      RawConnections.say(socket, " ");
      return !ended(socket);
    } catch (IOException reset) {
      return false;
    }
  }

  @Test
  void threeThousandHalfRequestsKeepNobodyOut() throws Exception {
    RawConnections connections = connections();
    for (int i = 0; i < 3_000; i++) {
      Socket half = connections.open(1 + i % 8, "GET /v1/pairs HT");
      assertThat(half.isConnected()).isTrue();
    }

    int status = asAdmin().get("/v1/pairs").statusCode();

    assertThat(status).isEqualTo(200);
  }
}
