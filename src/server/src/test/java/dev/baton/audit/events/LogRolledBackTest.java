package dev.baton.audit.events;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.baton.embedded.OwnDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A control plane whose log loses its newest events while it runs: the API says so, and stops. */
@QuarkusTest
class LogRolledBackTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @BeforeEach
  void takeThreeEventsAway() throws Exception {
    for (int i = 0; i < 4; i++) {
      register().statusCode(201);
    }
    OwnDatabase.run(
        "alter table event disable trigger event_unchanged",
        "create table kept_head as select * from log_head",
        "create table kept as select * from event where seq > (select seq - 3 from log_head)",
        "delete from event where seq in (select seq from kept)",
        "update log_head set (seq, hash) = (select seq, hash from event order by seq desc limit 1)");
  }

  @AfterEach
  void putThemBack() throws Exception {
    OwnDatabase.run(
        "insert into event select * from kept",
        "update log_head set (seq, hash) = (select seq, hash from kept_head)",
        "drop table kept",
        "drop table kept_head",
        "alter table event enable always trigger event_unchanged");
    await().atMost(LIMIT).untilAsserted(() -> verify().body("rollback", nullValue()));
    register().statusCode(201);
  }

  @Test
  void refusesEveryChangeAndSaysWhatIsMissing() {
    register()
        .statusCode(409)
        .body("type", equalTo("/problems/log-rolled-back"))
        .body("detail", containsString("were acknowledged and are missing"));
    verify()
        .body("verified", equalTo(false))
        .body("rollback", containsString("were acknowledged and are missing"));
    asViewer().get("/v1/pairs").then().statusCode(200);
  }

  @Test
  void saysSoInHealthAndStaysReady() {
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            given()
                .get("/q/health")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'record' }.status", equalTo("DOWN")));
    given().get("/q/health/ready").then().statusCode(200);
  }

  private static ValidatableResponse register() {
    return change()
        .body(
            Map.of("host", "h-" + UUID.randomUUID(), "endpoint", "10.0.0.1:7443", "reason", "test"))
        .post("/v1/hosts")
        .then();
  }

  private static ValidatableResponse verify() {
    return asAdmin().get("/v1/events/verify").then().statusCode(200);
  }
}
