package dev.baton.status;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.baton.operation.engine.FakeHosts;
import dev.baton.operation.engine.OnFakeHosts;
import dev.baton.pair.HostId;
import dev.baton.protocol.HostRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pair is given up: nothing begins on it any more, and its hosts are free for another one. */
@QuarkusTest
@TestProfile(OnFakeHosts.class)
class RetireResourceTest {

  @Inject FakeHosts hosts;

  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final String pair = "retiring-" + mark;

  @BeforeEach
  void registerIt() {
    for (String host : List.of("east-app", "east-db", "west-app", "west-db")) {
      change()
          .body(Map.of("host", host(host), "endpoint", "10.0.0.1:7443", "reason", "test"))
          .post("/v1/hosts")
          .then()
          .statusCode(201);
    }
    register(pair).statusCode(201);
  }

  @AfterEach
  void heal() {
    hosts.heal();
  }

  private String host(String name) {
    return name.replaceFirst("-", "-%s-".formatted(mark));
  }

  private ValidatableResponse register(String name) {
    return change()
        .body(
            Map.of(
                "pair", name,
                "home", "east",
                "address", "10.0.0.9",
                "reason", "test",
                "sites", List.of(site("east"), site("west"))))
        .post("/v1/pairs")
        .then();
  }

  private Map<String, String> site(String name) {
    return Map.of("name", name, "application", host(name + "-app"), "database", host(name + "-db"));
  }

  private ValidatableResponse retire() {
    return change()
        .header("If-Match", asViewer().get("/v1/pairs/" + pair).header("ETag"))
        .body(Map.of("reason", "moved to another product"))
        .post("/v1/pairs/%s/retire".formatted(pair))
        .then();
  }

  /** The pair is watched all the time, and each change of verdict is a new version of it. */
  private ValidatableResponse retired() {
    return await().until(this::retire, answer -> answer.extract().statusCode() != 412);
  }

  private ValidatableResponse status() {
    return asViewer().get("/v1/pairs/" + pair).then().statusCode(200);
  }

  private Optional<HostRole> told(String host) {
    return hosts.role(new HostId(host(host)));
  }

  @Test
  void everyHostLetsGoAndMayBeRegisteredAnewUnderAnotherName() {
    retired()
        .statusCode(200)
        .body("state", equalTo("RETIRED"))
        .body("bound", empty())
        .body("released", hasSize(4));

    status().body("state", equalTo("RETIRED")).body("bound", empty()).body("alarms", empty());
    asViewer()
        .get("/v1/pairs?limit=1000")
        .then()
        .body("pairs.find { it.pair == '%s' }.state".formatted(pair), equalTo("RETIRED"));
    asViewer()
        .get("/v1/events?pair=" + pair)
        .then()
        .body("events.type", hasItem("pair.retired"))
        .body("events.findAll { it.type == 'host.released' }", hasSize(4));
    register(pair).statusCode(409).body("type", equalTo("/problems/pair-retired"));
    register("next-" + mark).statusCode(201);
  }

  @Test
  void hostThatDoesNotAnswerStaysBoundUntilItIsCalledAgain() {
    hosts.show(host("west-db"), "silent", "true");

    retired()
        .statusCode(200)
        .body("released", hasSize(3))
        .body("bound.host", contains(host("west-db")))
        .body("bound[0].why", containsString("does not answer"));
    status().body("bound", contains(host("west-db")));
    hosts.heal();
    retired().statusCode(200).body("released", hasSize(4)).body("bound", empty());

    status().body("bound", empty());
    assertThat(told("west-db")).contains(HostRole.RETIRED);
    retired().statusCode(200).body("bound", empty());
  }

  @Test
  void nothingBeginsOnIt() {
    await().until(() -> told("east-db").isPresent());

    retired().statusCode(200);

    change()
        .body(Map.of("mode", "graceful", "to", "west", "reason", "test"))
        .post("/v1/pairs/%s/switchovers".formatted(pair))
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/pair-retired"));
    change()
        .body(Map.of("reason", "test"))
        .post("/v1/pairs/%s/drills".formatted(pair))
        .then()
        .statusCode(409);
    assertThat(told("east-db")).contains(HostRole.RETIRED);
  }

  @Test
  void staleViewAndACallWithoutOneAreRefused() {
    change()
        .body(Map.of("reason", "test"))
        .post("/v1/pairs/%s/retire".formatted(pair))
        .then()
        .statusCode(428);
    change()
        .header("If-Match", "\"0\"")
        .body(Map.of("reason", "test"))
        .post("/v1/pairs/%s/retire".formatted(pair))
        .then()
        .statusCode(412);
    status().body("state", equalTo("ACTIVE"));
  }

  @Test
  void repeatedCallIsAnsweredAgainAndChangesNothing() {
    String key = UUID.randomUUID().toString();
    ValidatableResponse first =
        await()
            .until(() -> once(key), answer -> answer.extract().statusCode() != 412)
            .statusCode(200);

    once(key).statusCode(200).body("released", equalTo(first.extract().path("released")));

    asViewer()
        .get("/v1/events?pair=%s&type=pair.retired".formatted(pair))
        .then()
        .body("events", hasSize(1));
  }

  private ValidatableResponse once(String key) {
    return asAdmin()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .header("If-Match", asViewer().get("/v1/pairs/" + pair).header("ETag"))
        .body(Map.of("reason", "test"))
        .post("/v1/pairs/%s/retire".formatted(pair))
        .then();
  }
}
