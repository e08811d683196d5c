package dev.baton.drill;

import static dev.baton.access.TestTokens.asViewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.baton.eventlog.EventLog;
import dev.baton.world.OnSimulatedHosts;
import dev.baton.world.RegisteredPair;
import dev.baton.world.SimulatedHosts;
import dev.baton.world.SimulatedPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drills as their callers meet them, carried out on simulated hosts. */
@QuarkusTest
@TestProfile(OnSimulatedHosts.class)
class DrillResourceTest {

  private static final Map<String, Object> PLAIN = Map.of("reason", "test");
  private static final Map<String, Object> WHOLE = Map.of("reason", "test", "application", true);

  @Inject SimulatedHosts hosts;
  @Inject EventLog log;

  private SimulatedPair world = new SimulatedPair(true);
  private RegisteredPair pair;

  @BeforeEach
  void aPairOfItsOwn() throws Exception {
    world = hosts.become(new SimulatedPair(true));
    pair = RegisteredPair.in(log);
  }

  @Test
  void drillWithTheApplicationEndsWellAndLeavesNoCopy() {
    pair.carriedOut("drills", WHOLE)
        .body("kind", equalTo("drill"))
        .body("outcome", equalTo("SUCCEEDED"))
        .body("steps.name", hasItems("drill-copy", "drill-promote", "drill-application"));

    assertThat(world.holdsACopy()).isFalse();
    assertThat(world.violations()).isEmpty();
    pair.status().body("primary", equalTo("east"));
  }

  @Test
  void dryRunShowsThePlanAndLeavesNoTrace() {
    pair.post("drills", Map.of("reason", "test", "validateOnly", true))
        .statusCode(200)
        .body("kind", equalTo("drill"))
        .body("steps.name", hasItems("observe-production", "drill-copy", "drill-remove"));

    assertThat(pair.untouched()).isTrue();
    assertThat(world.executed()).isEmpty();
  }

  @Test
  void copyThatDoesNotStartIsRemoved() {
    world.spoilTheCopyOfWest();

    pair.carriedOut("drills", PLAIN).body("outcome", equalTo("ROLLED_BACK"));

    assertThat(world.holdsACopy()).isFalse();
  }

  @Test
  void drillOfWhatCouldNotBeSwitchedIsRefusedWithTheChecks() {
    world.stopEast();

    pair.post("drills", PLAIN)
        .statusCode(422)
        .body("type", equalTo("/problems/not-ready"))
        .body("detail", containsString("could not"))
        .body("checks.name", hasItem("application up"));
  }

  @Test
  void applicationThatNoPolicyLetsRehearseIsRefusedByItsHost() {
    world.letsNoApplicationDrill();

    pair.post("drills", WHOLE)
        .statusCode(422)
        .body("type", equalTo("/problems/not-ready"))
        .body("detail", containsString("The policy of west-app names no application.drill"));
  }

  @Test
  void lookingIsNotEnoughToDrill() {
    asViewer()
        .contentType("application/json")
        .header("Idempotency-Key", "k")
        .body(PLAIN)
        .post(pair.path("drills"))
        .then()
        .statusCode(403);
  }
}
