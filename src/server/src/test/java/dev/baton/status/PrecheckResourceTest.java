package dev.baton.status;

import static dev.baton.access.TestTokens.asViewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import dev.baton.eventlog.EventLog;
import dev.baton.world.OnSimulatedHosts;
import dev.baton.world.RegisteredPair;
import dev.baton.world.SimulatedHosts;
import dev.baton.world.SimulatedPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prechecks as their callers meet them, made on simulated hosts. */
@QuarkusTest
@TestProfile(OnSimulatedHosts.class)
class PrecheckResourceTest {

  @Inject SimulatedHosts hosts;
  @Inject EventLog log;

  private SimulatedPair world = new SimulatedPair(true);
  private RegisteredPair pair;

  @BeforeEach
  void aPairOfItsOwn() throws Exception {
    world = hosts.become(new SimulatedPair(true));
    pair = RegisteredPair.in(log);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"operation\":\"switchover\"}",
        "{\"operation\":\"switchover\",\"mode\":\"graceful\"}",
        "{\"operation\":\"switchover\",\"mode\":\"forced\"}",
        "{\"operation\":\"drill\"}",
        "{\"operation\":\"recovery\"}"
      })
  void healthyPairIsReadyForEachOfThem(String body) {
    precheck(body).statusCode(200).body("verdict", equalTo("READY"));
  }

  @ParameterizedTest(name = "{0} without east: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"operation\":\"switchover\"} | NOT_READY",
        "{\"operation\":\"switchover\",\"mode\":\"forced\"} | READY",
        "{\"operation\":\"drill\"} | NOT_READY",
        "{\"operation\":\"recovery\"} | NOT_READY"
      })
  void eachOperationNeedsWhatItNeeds(String body, String verdict) {
    world.stopEast();

    precheck(body).statusCode(200).body("verdict", equalTo(verdict));
  }

  @Test
  void hostThatDoesNotAnswerIsUnknownAndNotBad() {
    world.powerOff(SimulatedPair.EAST.application());

    precheck("{\"operation\":\"recovery\"}")
        .statusCode(200)
        .body("verdict", equalTo("UNKNOWN"))
        .body("checks.find { it.name == 'agent east-app' }.verdict", equalTo("UNKNOWN"));
  }

  @Test
  void everyCheckSaysWhatWasMeasuredAndWhatToDo() {
    world.stopEast();

    precheck("{\"operation\":\"switchover\"}")
        .body("checks.name", hasItems("primary writable", "standby streams"))
        .body("checks.find { it.name == 'application up' }.measured", equalTo("east-app is down"))
        .body(
            "checks.find { it.name == 'application up' }.remedy",
            startsWith("start the application on east-app"));
  }

  @Test
  void precheckIsNotRecordedAndMovesNothing() {
    int before = pair.events().size();

    precheck("{\"operation\":\"switchover\"}").statusCode(200);

    assertThat(pair.events()).hasSize(before);
    assertThat(world.executed()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | operation",
        "{\"operation\":\"prune\"} | operation",
        "{\"operation\":\"drill\",\"mode\":\"graceful\"} | mode",
        "{\"operation\":\"switchover\",\"mode\":\"rude\"} | mode"
      })
  void whatCannotBeMeantIsNamed(String body, String field) {
    precheck(body).statusCode(400).body("errors[0].field", equalTo(field));
  }

  @Test
  void pairThatNobodyRegisteredIsNotFound() {
    asViewer()
        .contentType("application/json")
        .body("{\"operation\":\"drill\"}")
        .post("/v1/pairs/nobody/prechecks")
        .then()
        .statusCode(404);
  }

  /** Without a key, and with no more rights than to look. */
  private ValidatableResponse precheck(String body) {
    return asViewer()
        .contentType("application/json")
        .body(body)
        .post(pair.path("prechecks"))
        .then();
  }
}
