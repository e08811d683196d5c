package dev.baton.access;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.HostId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HostResourceTest {

  @Inject EventLog log;

  private final String host = "h" + UUID.randomUUID();

  @Test
  void registersAHostAndSaysWhereItIs() {
    change()
        .body(body(host, "10.0.0.5:7443"))
        .post("/v1/hosts")
        .then()
        .statusCode(201)
        .header("Location", "/v1/hosts/" + host)
        .body("host", equalTo(host), "endpoint", equalTo("10.0.0.5:7443"));

    asAdmin().get("/v1/hosts/" + host).then().statusCode(200).body("host", equalTo(host));
    asAdmin().get("/v1/hosts?limit=1000").then().statusCode(200).body("hosts.host", hasItem(host));
  }

  @Test
  void putsWhoWhyAndWhereOnRecord() {
    change()
        .header("X-Request-Id", "incident-7")
        .body(body(host, "10.0.0.5:7443"))
        .post("/v1/hosts")
        .then()
        .statusCode(201)
        .header("X-Request-Id", "incident-7");

    RecordedEvent event = onRecord().getFirst();
    assertThat(event.context().actor().name()).isEqualTo("admin");
    assertThat(event.context().actor().roles()).contains("admin", "operator");
    assertThat(event.context().actor().credential()).get().asString().startsWith("token:");
    assertThat(event.context().purpose().reason()).contains("first hosts");
    assertThat(event.context().purpose().ticket()).isEqualTo(Optional.of("CHG-1"));
    assertThat(event.context().correlation().requestId()).isEqualTo("incident-7");
    assertThat(event.context().origin().sourceAddress()).contains("127.0.0.1");
  }

  @Test
  void sameKeyAndBodyGetTheFirstAnswerAgainAndOneEffect() {
    String key = UUID.randomUUID().toString();
    Response first = post(key, body(host, "10.0.0.5:7443"));

    Response second = post("\"" + key + "\"", reordered(host, "10.0.0.5:7443"));

    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.asString()).isEqualTo(first.asString());
    assertThat(onRecord()).hasSize(1);
  }

  @Test
  void sameCallManyTimesAtOnceHasOneEffect() {
    String key = UUID.randomUUID().toString();

    List<Integer> statuses = new CopyOnWriteArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        callers.execute(() -> statuses.add(post(key, body(host, "10.0.0.5:7443")).statusCode()));
      }
    }

    assertThat(statuses).hasSize(8).contains(201).isSubsetOf(201, 409);
    assertThat(onRecord()).hasSize(1);
  }

  @Test
  void sameKeyWithAnotherBodyIsRefused() {
    String key = UUID.randomUUID().toString();
    Response first = post(key, body(host, "10.0.0.5:7443"));

    Response second = post(key, body(host, "10.0.0.6:7443"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(422);
    assertThat(second.jsonPath().getString("type")).isEqualTo("/problems/idempotency-key-reused");
    assertThat(onRecord()).hasSize(1);
  }

  @Test
  void sameHostWithItsEndpointAgainIsFineWithoutASecondEvent() {
    change().body(body(host, "10.0.0.5:7443")).post("/v1/hosts");

    change().body(body(host, "10.0.0.5:7443")).post("/v1/hosts").then().statusCode(200);

    assertThat(onRecord()).hasSize(1);
  }

  @Test
  void sameHostWithAnotherEndpointIsAConflictThatShowsTheRegisteredOne() {
    change().body(body(host, "10.0.0.5:7443")).post("/v1/hosts");

    change()
        .body(body(host, "10.0.0.6:7443"))
        .post("/v1/hosts")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/host-exists"))
        .body("registered.endpoint", equalTo("10.0.0.5:7443"));
  }

  @ParameterizedTest(name = "{0} is no endpoint")
  @ValueSource(strings = {"10.0.0.5", ":7443", "a:0", "a:65536", "http://a:1", "a b:1", "a:1/x"})
  void refusesWhatIsNoEndpoint(String endpoint) {
    change()
        .body(body(host, endpoint))
        .post("/v1/hosts")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("endpoint"));
  }

  @Test
  void unknownHostIsNotFound() {
    asAdmin()
        .get("/v1/hosts/nobody")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/not-found"));
  }

  private List<RecordedEvent> onRecord() {
    return log.read(StreamId.of(new HostId(host)), 0);
  }

  private static Response post(String key, String body) {
    return asAdmin()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(body)
        .post("/v1/hosts");
  }

  private static String body(String host, String endpoint) {
    return """
    {"host":"%s","endpoint":"%s","reason":"first hosts","ticket":"CHG-1"}\
    """
        .formatted(host, endpoint);
  }

  private static String reordered(String host, String endpoint) {
    return """
    {"ticket": "CHG-1", "reason": "first hosts",
     "endpoint": "%s", "host": "%s"}\
    """
        .formatted(endpoint, host);
  }
}
