package dev.baton.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.policy.Policy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
}
