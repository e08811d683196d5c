package dev.baton.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.baton.eventlog.EventLog;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.world.OnSimulatedHosts;
import dev.baton.world.RegisteredPair;
import dev.baton.world.SimulatedHosts;
import dev.baton.world.SimulatedPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recoveries as their callers meet them, carried out on simulated hosts. */
@QuarkusTest
@TestProfile(OnSimulatedHosts.class)
class RecoveryResourceTest {

  private static final Map<String, Object> RECOVER = Map.of("reason", "test");

  @Inject SimulatedHosts hosts;
  @Inject EventLog log;

  private SimulatedPair world = new SimulatedPair(true);
  private RegisteredPair pair;

  @BeforeEach
  void aPairOfItsOwn() throws Exception {
    world = hosts.become(new SimulatedPair(true));
    pair = RegisteredPair.in(log);
  }

  @ParameterizedTest(name = "{0} survives")
  @ValueSource(strings = {"east", "west"})
  void survivorServesAndTheOtherSideFollowsItAgain(String survivor) {
    splitBrain();

    pair.carriedOut("recoveries", Map.of("reason", "test", "survivor", survivor))
        .body("outcome", equalTo("SUCCEEDED"))
        .body("steps.name", hasItems("fence-application", "fence-database", "copy-database"))
        .body("steps.name", not(hasItem("rewind-database")));

    pair.status().body("primary", equalTo(survivor));
    assertThat(world.lostOn(new SiteName(survivor)).size()).isLessThanOrEqualTo(1);
  }

  @Test
  void survivorOfAnAddressOnTwoHostsKeepsTheDatabaseThatFollows() throws Exception {
    pair.record(
        new SplitBrainSeen(
            SplitBrainKind.ADDRESS_ON_TWO_HOSTS,
            List.of(SimulatedPair.EAST.application(), SimulatedPair.WEST.application()),
            Map.of()));

    pair.post("recoveries", Map.of("reason", "test", "survivor", "east", "validateOnly", true))
        .statusCode(200)
        .body("steps.name", hasItems("fence-application", "fence-address", "verify-service"))
        .body("steps.name", not(hasItem("copy-database")))
        .body("steps.name", not(hasItem("fence-database")));

    assertThat(world.executed()).isEmpty();
  }

  @Test
  void sideThatTakesNoWritesCannotSurvive() throws Exception {
    pair.record(
        new SplitBrainSeen(
            SplitBrainKind.TWO_WRITABLE_PRIMARIES,
            List.of(SimulatedPair.EAST.database(), SimulatedPair.WEST.database()),
            Map.of()));

    pair.post("recoveries", Map.of("reason", "test", "survivor", "west"))
        .statusCode(422)
        .body("type", equalTo("/problems/not-ready"))
        .body("detail", containsString("west-db does not accept writes"));
  }

  @Test
  void survivorWithoutASplitBrainOnRecordIsRefused() {
    pair.post("recoveries", Map.of("reason", "test", "survivor", "east"))
        .statusCode(409)
        .body("type", equalTo("/problems/no-split-brain"));
  }

  @Test
  void ordinaryRecoveryOfASplitPairIsRefused() {
    splitBrain();

    pair.post("recoveries", RECOVER).statusCode(409).body("detail", containsString("survivor"));
  }

  @Test
  void siteThatIsOutFollowsAgainAndServiceGoesHomeOnceApproved() {
    leftEast();
    String recovery = pair.accepted("recoveries", Map.of("reason", "test", "returnHome", true));
    ValidatableResponse asked = pair.awaits(recovery, "AWAITING_APPROVAL");

    RegisteredPair.approve(recovery, asked);

    pair.ended(recovery).body("outcome", equalTo("SUCCEEDED"));
    pair.status().body("primary", equalTo("east"));
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void wayThatDoesNotSufficeIsRefusedWithTheFinding() {
    world.disaster();
    switchedTo("west");

    pair.post("recoveries", Map.of("reason", "test", "rejoin", "follow"))
        .statusCode(422)
        .body("type", equalTo("/problems/rejoin-unfit"))
        .body("finding.rejoin", equalTo("rewind"));
  }

  @Test
  void documentedOrderIsRefusedWithTheSafePlan() {
    leftEast();

    pair.post("recoveries", Map.of("reason", "test", "procedure", "documented"))
        .statusCode(422)
        .body("type", equalTo("/problems/documented-order-refused"))
        .body("plan.steps.name", hasItem("rejoin-database"));
  }

  @Test
  void pairThatIsWellHasNothingToRecover() {
    pair.post("recoveries", RECOVER)
        .statusCode(422)
        .body("type", equalTo("/problems/nothing-to-recover"));
  }

  @Test
  void primaryThatOnlyDoesNotServeIsOpenedAgain() {
    world.closeEast();

    pair.carriedOut("recoveries", RECOVER)
        .body("outcome", equalTo("SUCCEEDED"))
        .body("steps.name", hasItems("prove-address-free", "take-address", "verify-service"));

    assertThat(world.violations()).isEmpty();
  }

  @Test
  void silentHostIsNamedBeforeAnythingIsDone() {
    leftEast();
    world.powerOff(SimulatedPair.EAST.application());

    pair.post("recoveries", RECOVER)
        .statusCode(503)
        .body("type", equalTo("/problems/hosts-unreachable"))
        .body("hosts", equalTo(List.of("east-app")));
  }

  /** East stopped in an orderly way, and west took over by force. */
  private void leftEast() {
    world.stopEast();
    switchedTo("west");
  }

  private void switchedTo(String site) {
    pair.carriedOut(
            "switchovers",
            Map.of("mode", "forced", "to", site, "acceptDataLoss", "unknown", "reason", "test"))
        .body("outcome", not(equalTo("FAILED")));
  }

  /** Somebody promoted west, then east came back, and the control plane has seen both write. */
  private void splitBrain() {
    world.promoteWestByHand();
    world.startEastByHand();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            pair.events().stream().anyMatch(event -> event.event() instanceof SplitBrainSeen));
  }
}
