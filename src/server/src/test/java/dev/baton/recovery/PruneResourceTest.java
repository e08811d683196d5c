package dev.baton.recovery;

import static dev.baton.access.TestTokens.asViewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.baton.eventlog.EventLog;
import dev.baton.world.OnSimulatedHosts;
import dev.baton.world.RegisteredPair;
import dev.baton.world.SimulatedHosts;
import dev.baton.world.SimulatedPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prunes as their callers meet them, carried out on simulated hosts. */
@QuarkusTest
@TestProfile(OnSimulatedHosts.class)
class PruneResourceTest {

  private static final Map<String, Object> PRUNE = Map.of("reason", "test");

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
  void whatIsKeptGoesOnceSomebodyApprovedIt() {
    world.westKeepsAFolder();
    String prune = pair.accepted("prunes", PRUNE);
    ValidatableResponse asked = pair.awaits(prune, "AWAITING_APPROVAL");

    RegisteredPair.approve(prune, asked);

    pair.ended(prune).body("outcome", equalTo("SUCCEEDED"));
    assertThat(world.executed()).anyMatch(id -> id.endsWith("/postgres.prune"));
    pair.post("prunes", PRUNE).statusCode(422).body("type", equalTo("/problems/nothing-to-prune"));
  }

  @Test
  void nothingGoesBeforeTheApproval() {
    world.westKeepsAFolder();
    String prune = pair.accepted("prunes", PRUNE);

    pair.awaits(prune, "AWAITING_APPROVAL").body("outcome", nullValue());

    assertThat(world.executed()).noneMatch(id -> id.endsWith("/postgres.prune"));
  }

  @Test
  void dryRunNamesEveryFolderAndItsBytesAndLeavesNoTrace() {
    world.westKeepsAFolder();

    pair.post("prunes", Map.of("reason", "test", "validateOnly", true))
        .statusCode(200)
        .body("steps.name", hasItems("verify-redundancy", "approve-prune", "prune-folders"))
        .body(
            "steps.find { it.name == 'approve-prune' }.params.question",
            containsString("on west-db data.old-1 (7 bytes)"));

    assertThat(pair.untouched()).isTrue();
  }

  @Test
  void pairThatKeepsNothingHasNothingToPrune() {
    pair.post("prunes", PRUNE).statusCode(422).body("type", equalTo("/problems/nothing-to-prune"));
  }

  @Test
  void whatCannotBeReadIsNotDeleted() {
    world.westKeepsAFolder();
    world.powerOff(SimulatedPair.EAST.database());

    pair.post("prunes", PRUNE)
        .statusCode(503)
        .body("type", equalTo("/problems/hosts-unreachable"))
        .body("detail", containsString("What east-db keeps cannot be read"));
  }

  @Test
  void lookingIsNotEnoughToPrune() {
    asViewer()
        .contentType("application/json")
        .header("Idempotency-Key", "k")
        .body(PRUNE)
        .post(pair.path("prunes"))
        .then()
        .statusCode(403);
  }
}
