package dev.baton.status;

import static dev.baton.access.TestTokens.change;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.baton.access.TestTokens;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.append.IdleOwner;
import dev.baton.pair.PairEvent.PairAdopted;
import dev.baton.pair.PairEvent.PairTakenOver;
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
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A control plane with an older database than its agents remember, as after a restore: by record
 * east serves in term 1; the agents were told epoch 9 and term 3, and west writes.
 */
@QuarkusTest
@TestProfile(OnSimulatedHosts.class)
class OlderRecordTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Inject EventLog log;
  @Inject SimulatedHosts hosts;
  @Inject DataSource dataSource;

  private SimulatedPair world;
  private RegisteredPair pair;

  @BeforeEach
  void restore() throws Exception {
    world = hosts.become(new SimulatedPair(true));
    world.promoteWestByHand();
    pair = RegisteredPair.in(log);
    world.remember(pair.id(), 9, 3);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> pair.status().body("alarms", hasItem(containsString("only watches"))));
  }

  @Test
  void itOnlyWatchesAndSaysSo() {
    pair.status()
        .statusCode(200)
        .body("drift", hasItem(containsString("by record epoch")))
        .body("drift", hasItem(containsString("epoch 9, term 3")));
    given()
        .get("/q/health")
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 'record' }.status", equalTo("DOWN"));
    pair.post("switchovers", Map.of("to", "west", "mode", "graceful", "reason", "test"))
        .statusCode(409)
        .body("type", equalTo("/problems/record-stale"))
        .body("detail", containsString("POST /v1/adopt"));
    assertThat(pair.events()).noneMatch(event -> event.event() instanceof PairAdopted);
  }

  @Test
  void nobodyButAnAdministratorAdopts() {
    given()
        .header("Authorization", "Bearer " + TestTokens.token("viewer"))
        .header("Idempotency-Key", "adopt-by-a-viewer")
        .contentType(ContentType.JSON)
        .body(Map.of("reason", "test"))
        .post("/v1/adopt")
        .then()
        .statusCode(403);
  }

  @Test
  void everythingCanBeStoppedMeanwhile() {
    change().body(Map.of("reason", "test")).post("/v1/stop").then().statusCode(200);
    change().body(Map.of("reason", "test")).post("/v1/stop/release").then().statusCode(200);
  }

  @Test
  void adoptedItGoesOnAboveWhatTheAgentsKnow() {
    adopt()
        .statusCode(200)
        .body("pairs.find { it.pair == '%s' }.primary".formatted(pair.id()), equalTo("west"));

    await().atMost(LIMIT).untilAsserted(() -> pair.status().body("alarms", empty()));
    pair.status()
        .body("primary", equalTo("west"))
        .body("term", equalTo(4))
        .body("epoch", greaterThan(9))
        .body("out", equalTo("east"))
        .body("drift", not(hasItem(containsString("by record epoch"))));
    assertThat(pair.events())
        .anySatisfy(event -> {
          assertThat(event.event()).isInstanceOf(PairAdopted.class);
          PairAdopted adopted = (PairAdopted) event.event();
          assertThat(List.of(adopted.recordedTerm(), adopted.agentsTerm(), adopted.agentsEpoch()))
              .containsExactly(1L, 3L, 9L);
        });
    pair.carriedOut("recoveries", Map.of("rejoin", "auto", "reason", "test"))
        .body("outcome", equalTo("SUCCEEDED"));
    assertThat(pair.events())
        .filteredOn(event -> event.event() instanceof PairTakenOver)
        .allSatisfy(event -> assertThat(((PairTakenOver) event.event()).epoch()).isLessThan(9));
  }

  @Test
  void withNothingToAdoptTheCallIsRefused() {
    adopt().statusCode(200);

    adopt().statusCode(409).body("type", equalTo("/problems/nothing-to-adopt"));
  }

  @Test
  void pairThatAnotherReplicaDrivesHoldsUpNoOther() throws Exception {
    RegisteredPair held = RegisteredPair.in(log);
    IdleOwner.hold(dataSource, held.id());
    world.remember(held.id(), 9, 3);

    ValidatableResponse answer = adopt();

    answer
        .statusCode(200)
        .body("pairs.find { it.pair == '%s' }.adopted".formatted(pair.id()), equalTo(true))
        .body("pairs.find { it.pair == '%s' }.adopted".formatted(held.id()), equalTo(false))
        .body(
            "pairs.find { it.pair == '%s' }.why".formatted(held.id()),
            containsString("another replica drives"));
  }

  private static ValidatableResponse adopt() {
    return change()
        .body(Map.of("reason", "the older backup is all we have"))
        .post("/v1/adopt")
        .then();
  }
}
