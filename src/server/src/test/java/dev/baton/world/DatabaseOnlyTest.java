package dev.baton.world;

import static dev.baton.access.TestTokens.asViewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.baton.eventlog.EventLog;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be done with a pair, on two databases that no application uses. */
@QuarkusTest
@TestProfile(OnSimulatedHosts.class)
class DatabaseOnlyTest {

  private static final Map<String, Object> REASON = Map.of("reason", "test");

  @Inject SimulatedHosts hosts;
  @Inject EventLog log;

  private SimulatedPair world = new SimulatedPair(true);

  private RegisteredPair pair(SimulatedParts parts) throws Exception {
    world = hosts.become(new SimulatedPair(true, parts));
    return RegisteredPair.in(log, parts);
  }

  @ParameterizedTest(name = "{0} besides")
  @EnumSource(mode = Mode.EXCLUDE, names = "EVERYTHING")
  void goesThereAndComesBack(SimulatedParts parts) throws Exception {
    RegisteredPair pair = pair(parts);

    pair.carriedOut("switchovers", Map.of("mode", "graceful", "to", "west", "reason", "test"))
        .body("outcome", equalTo("SUCCEEDED"))
        .body("steps.name", everyItem(not(containsString("application"))));
    pair.carriedOut("switchovers", Map.of("mode", "graceful", "to", "east", "reason", "test"))
        .body("outcome", equalTo("SUCCEEDED"));

    pair.status().body("primary", equalTo("east")).body("term", equalTo(3));
    assertThat(world.violations()).isEmpty();
    assertThat(world.acknowledged()).isPositive();
    assertThat(world.lostOn(SimulatedPair.EAST.name())).isEmpty();
  }

  @ParameterizedTest(name = "{0} besides")
  @EnumSource(mode = Mode.EXCLUDE, names = "EVERYTHING")
  void isLostAndFollowsAgain(SimulatedParts parts) throws Exception {
    RegisteredPair pair = pair(parts);
    world.disaster();

    pair.carriedOut(
            "switchovers",
            Map.of("mode", "forced", "to", "west", "acceptDataLoss", "unknown", "reason", "test"))
        .body("outcome", equalTo("SUCCEEDED"));
    pair.carriedOut("recoveries", REASON)
        .body("outcome", equalTo("SUCCEEDED"))
        .body("steps.name", everyItem(not(containsString("application"))));

    pair.status().body("primary", equalTo("west")).body("out", nullValue());
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void addressIsTakenAgainWhereNobodyHasItAfterAPowerFailure() throws Exception {
    RegisteredPair pair = pair(SimulatedParts.ADDRESS);
    world.closeEast();

    pair.carriedOut("recoveries", REASON)
        .body("outcome", equalTo("SUCCEEDED"))
        .body("steps.name", contains("prove-address-free", "take-address"));
  }

  @Test
  void pairWithNothingButItsDatabasesHasNothingToOpen() throws Exception {
    pair(SimulatedParts.NOTHING)
        .post("recoveries", REASON)
        .statusCode(422)
        .body("type", equalTo("/problems/nothing-to-recover"));
  }

  @Test
  void copyIsRehearsedAndNoApplicationOnIt() throws Exception {
    RegisteredPair pair = pair(SimulatedParts.NOTHING);

    pair.carriedOut("drills", REASON).body("outcome", equalTo("SUCCEEDED"));
    pair.post("drills", Map.of("reason", "test", "application", true))
        .statusCode(400)
        .body("errors[0].field", equalTo("application"));

    assertThat(world.holdsACopy()).isFalse();
  }

  @Test
  void keptFoldersArePruned() throws Exception {
    RegisteredPair pair = pair(SimulatedParts.NOTHING);
    world.westKeepsAFolder();
    String prune = pair.accepted("prunes", REASON);

    RegisteredPair.approve(prune, pair.awaits(prune, "AWAITING_APPROVAL"));

    pair.ended(prune).body("outcome", equalTo("SUCCEEDED"));
  }

  @Test
  void survivorOfASplitBrainIsFollowedAgain() throws Exception {
    RegisteredPair pair = pair(SimulatedParts.NOTHING);
    world.westTakesOver();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pair.status().extract().path("splitBrain") != null);

    pair.carriedOut("recoveries", Map.of("reason", "test", "survivor", "west"))
        .body("outcome", equalTo("SUCCEEDED"))
        .body("steps.name", hasItems("fence-database", "adopt-primary", "copy-database"));
  }

  @Test
  void statusShowsWhatThereIsAndNothingElse() throws Exception {
    RegisteredPair pair = pair(SimulatedParts.NOTHING);

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            "up".equals(pair.status().extract().path("service.state"))
                && "READY".equals(readiness(pair).extract().path("switchover.verdict")));

    pair.status()
        .body("address", nullValue())
        .body("sites.application", contains(nullValue(), nullValue()))
        .body("hosts.host", contains("east-db", "west-db"))
        .body("hosts.roles", everyItem(contains("database")))
        .body("sync.item", contains("database"))
        .body("drift", equalTo(List.of()));
    readiness(pair)
        .body("forced.verdict", equalTo("READY"))
        .body("switchover.checks.name", not(hasItems("application up")))
        .body("switchover.checks.name", not(hasItems("address held")));
  }

  private static ValidatableResponse readiness(RegisteredPair pair) {
    return asViewer().get(pair.path("readiness")).then();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "operation=switchover",
        "operation=switchover&mode=forced",
        "operation=recovery",
        "operation=drill"
      })
  void runbookIsOfDatabasesAlone(String query) throws Exception {
    String runbook =
        asViewer()
            .get(pair(SimulatedParts.NOTHING).path("runbook?" + query))
            .then()
            .statusCode(200)
            .extract()
            .asString();

    assertThat(runbook.substring(runbook.indexOf("## Steps")))
        .doesNotContain("app st", "ip -br addr", "?application", "arping");
    assertThat(runbook).contains("It has no address");
  }
}
