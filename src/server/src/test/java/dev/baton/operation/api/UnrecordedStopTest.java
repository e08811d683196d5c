package dev.baton.operation.api;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.asViewer;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.baton.embedded.OwnDatabase;
import dev.baton.eventlog.EventLog;
import dev.baton.world.OnSimulatedHosts;
import dev.baton.world.RegisteredPair;
import dev.baton.world.SimulatedHosts;
import dev.baton.world.SimulatedPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything can be stopped though the record takes nothing: its database is full, or away. */
@QuarkusTest
@TestProfile(OnSimulatedHosts.class)
class UnrecordedStopTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String END_SESSIONS =
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'baton'";

  @Inject EventLog log;
  @Inject SimulatedHosts hosts;

  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void everythingGoesOn() throws Exception {
    OwnDatabase.run(
        "alter role baton login",
        "alter role baton in database baton reset default_transaction_read_only",
        END_SESSIONS);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> post("/v1/stop/release", UUID.randomUUID().toString()).statusCode(200));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "alter role baton nologin",
        "alter role baton in database baton set default_transaction_read_only = on"
      })
  void isInForceAtOnceAndOnRecordLater(String trouble) throws Exception {
    OwnDatabase.run(trouble, END_SESSIONS);

    post("/v1/stop", key)
        .statusCode(202)
        .body("stopped", equalTo(true))
        .body("recorded", equalTo(false));
    asViewer()
        .get("/v1/stop")
        .then()
        .statusCode(200)
        .body("stopped", equalTo(true))
        .body("recorded", equalTo(false));

    OwnDatabase.run(
        "alter role baton login",
        "alter role baton in database baton reset default_transaction_read_only",
        END_SESSIONS);
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            asViewer()
                .get("/v1/stop")
                .then()
                .statusCode(200)
                .body("stopped", equalTo(true))
                .body("recorded", equalTo(true)));
    post("/v1/stop", key).statusCode(200).body("recorded", equalTo(true));
  }

  @Test
  void nothingStartsMeanwhileThoughTheRecordCanBeRead() throws Exception {
    hosts.become(new SimulatedPair(true));
    RegisteredPair pair = RegisteredPair.in(log);
    OwnDatabase.run(
        "alter role baton in database baton set default_transaction_read_only = on", END_SESSIONS);
    post("/v1/stop", key).statusCode(202);

    // The first calls may still meet a session that was ended, and are asked to come again.
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            pair.post("switchovers", Map.of("to", "west", "mode", "graceful", "reason", "test"))
                .statusCode(423)
                .body("type", equalTo("/problems/stopped"))
                .body("stop.recorded", equalTo(false)));
  }

  private static ValidatableResponse post(String path, String key) {
    return asAdmin()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .body(Map.of("reason", "the disk is full"))
        .post(path)
        .then();
  }
}
