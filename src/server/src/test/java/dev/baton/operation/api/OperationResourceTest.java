package dev.baton.operation.api;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.IdleOwner;
import dev.baton.operation.engine.Situations;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.plan.PlanBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The moves and the stop of everything, as their callers meet them. */
@QuarkusTest
class OperationResourceTest {

  private static final String REASON = "{\"reason\":\"flood\"}";

  @Inject EventLog log;
  @Inject DataSource dataSource;

  private String pair = "";
  private String operation = "";

  /** Asked for, planned and not begun: another replica holds the pair, and does nothing. */
  @BeforeEach
  void anOperation() throws Exception {
    pair = "steered-" + UUID.randomUUID().toString().substring(0, 8);
    operation = "switchover-" + pair;
    PairState idle = Situations.idle();
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("prepare", OnRefusal.PAUSE);
    planBuilder.leaf(idle.primarySite().application(), "drain-application", Map.of());
    OperationId id = new OperationId(operation);
    IdleOwner.hold(dataSource, new PairId(pair));
    log.append(
        StreamId.of(new PairId(pair)),
        0,
        List.of(
            new PairRegistered(new PairId(pair), idle.home(), idle.sites(), idle.address(), "7"),
            new SwitchoverRequested(
                id,
                SwitchoverMode.GRACEFUL,
                idle.primary(),
                idle.standbySite().name(),
                Optional.empty()),
            NewOperation.plan(id, planBuilder.list())),
        Contexts.engine());
  }

  @AfterEach
  void endIt() throws SQLException {
    change().body(REASON).post("/v1/stop/release").then().statusCode(200);
    change().body(REASON).post(path("abort"));
    awaitState("ABORTED");
  }

  @Test
  void pausedOperationSaysWhoPausedItAndWhatIsOpen() throws SQLException {
    move("pause").statusCode(202);

    awaitState("PAUSED");

    String etag =
        asAdmin()
            .get("/v1/operations/" + operation)
            .then()
            .body("why", equalTo("admin had it paused: flood"))
            .body("moves", contains("resume", "escalate", "abort"))
            .extract()
            .header("ETag");
    change().header("If-Match", etag).body(REASON).post(path("abort")).then().statusCode(202);
  }

  @Test
  void moveOnAStaleViewIsRefusedWithTheVersionThatStands() throws SQLException {
    move("pause").statusCode(202);
    awaitState("PAUSED");

    String refused =
        change()
            .header("If-Match", "\"3\"")
            .body(REASON)
            .post(path("resume"))
            .then()
            .statusCode(412)
            .body("type", equalTo("/problems/precondition-failed"))
            .extract()
            .path("etag");
    change().header("If-Match", refused).body(REASON).post(path("resume")).then().statusCode(202);
  }

  @Test
  void dangerousMoveNeedsTheViewItIsMadeOn() {
    for (String move : List.of("approve", "skip", "escalate")) {
      move(move).statusCode(428).body("type", equalTo("/problems/precondition-required"));
    }
  }

  @Test
  void illegalMoveIsRefusedWithTheLegalOnes() {
    change()
        .header("If-Match", "*")
        .body(REASON)
        .post(path("skip"))
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/move-not-open"))
        .body("moves", contains("pause", "abort"));
  }

  @Test
  void escalationLooksAtTheHostsLikeAForcedStart() throws SQLException {
    move("pause").statusCode(202);
    awaitState("PAUSED");

    change()
        .header("If-Match", "*")
        .body("{\"reason\":\"flood\",\"acceptDataLoss\":\"unknown\"}")
        .post(path("escalate"))
        .then()
        .statusCode(503)
        .body("type", equalTo("/problems/hosts-unreachable"));
  }

  @Test
  void nothingStartsWhileEverythingIsStoppedAndAbortingStaysOpen() throws SQLException {
    stop().body("operations.operation", hasItem(operation));

    change()
        .body("{\"mode\":\"graceful\",\"to\":\"west\",\"reason\":\"move\"}")
        .post("/v1/pairs/%s/switchovers".formatted(pair))
        .then()
        .statusCode(423)
        .body("type", equalTo("/problems/stopped"))
        .body("detail", containsString("admin stopped everything"))
        .body("detail", containsString("flood"))
        .body("detail", containsString("/v1/stop/release"));
    move("pause").statusCode(202);
    awaitState("PAUSED");
    move("resume").statusCode(423);
    asAdmin().get("/v1/operations/" + operation).then().body("moves", contains("abort"));
    move("abort").statusCode(202);
    awaitState("ABORTED");
  }

  @Test
  void stopStandsUntilItIsReleased() {
    stop().body("stopped", equalTo(true)).body("reason", equalTo("flood"));
    stop().body("stopped", equalTo(true));
    asViewer().get("/v1/stop").then().body("by", equalTo("admin"));

    change()
        .body(REASON)
        .post("/v1/stop/release")
        .then()
        .statusCode(200)
        .body("stopped", equalTo(false));

    asAdmin()
        .get("/v1/events?type=stop.declared&limit=1")
        .then()
        .body("events[0].reason", equalTo("flood"))
        .body("events", org.hamcrest.Matchers.not(empty()));
  }

  @Test
  void lookingIsNotEnoughToStop() {
    asViewer()
        .header("Idempotency-Key", UUID.randomUUID())
        .contentType("application/json")
        .body(REASON)
        .post("/v1/stop")
        .then()
        .statusCode(403);
  }

  private ValidatableResponse stop() {
    return change().body(REASON).post("/v1/stop").then().statusCode(200);
  }

  private ValidatableResponse move(String move) {
    return change().body(REASON).post(path(move)).then();
  }

  private String path(String move) {
    return "/v1/operations/%s/%s".formatted(operation, move);
  }

  /** From here on the replica under test drives the pair. */
  private void awaitState(String state) throws SQLException {
    IdleOwner.release(dataSource, new PairId(pair));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> asAdmin().get("/v1/operations/" + operation).path("state").equals(state));
  }
}
