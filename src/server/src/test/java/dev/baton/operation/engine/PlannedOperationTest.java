package dev.baton.operation.engine;

import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.baton.access.TestTokens;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of an operation before it starts, on paper, and after it. */
@QuarkusTest
@TestProfile(OnFakeHosts.class)
class PlannedOperationTest {

  private static final Map<String, Object> GRACEFUL =
      Map.of("mode", "graceful", "to", "west", "reason", "test");
  private static final Map<String, Object> FORCED =
      Map.of("mode", "forced", "to", "west", "acceptDataLoss", "none", "reason", "test");

  @Inject FakeHosts hosts;
  @Inject EventLog log;

  private String pair = "";

  @BeforeEach
  void aPairOfItsOwn() throws Exception {
    hosts.heal();
    pair = "p-" + UUID.randomUUID();
    for (String host : List.of("east-app", "east-db", "west-app", "west-db")) {
      Map<String, Object> body =
          Map.of("host", host, "endpoint", "10.0.0.1:7443", "reason", "test");
      assertThat(post("/v1/hosts", body).extract().statusCode()).isLessThan(300);
    }
    log.append(
        StreamId.of(new PairId(pair)),
        0,
        List.of(
            new PairRegistered(
                new PairId(pair),
                new SiteName("east"),
                List.of(site("east"), site("west")),
                "10.0.0.9",
                "7")),
        Contexts.engine());
  }

  private static Site site(String name) {
    return new Site(
        new SiteName(name), new HostId(name + "-app"), new HostId(name + "-db"), "10.0.0.1:5432");
  }

  @Test
  void aDryRunShowsThePlanAndLeavesNoTrace() {
    dryRun("switchovers", GRACEFUL)
        .statusCode(200)
        .body("kind", equalTo("switchover"))
        .body("mode", equalTo("graceful"))
        .body("steps", hasSize(28))
        .body("steps.find { it.name == 'stop-database' }.host", equalTo("east-db"))
        .body("steps.find { it.name == 'stop-database' }.phase", equalTo("close"))
        .body("steps.find { it.name == 'stop-database' }.after", hasItems("close-port@east-app"))
        .body(
            "steps.find { it.name == 'stop-database' }.actions[0].action", equalTo("postgres.stop"))
        .body("steps.find { it.name == 'stop-database' }.actions[0].params.mode", equalTo("fast"))
        .body("steps.find { it.name == 'stop-database' }.undo.name", equalTo("start-database"))
        .body(
            "steps.find { it.name == 'stop-database' }.undo.actions[0].action",
            equalTo("postgres.start"))
        .body(
            "steps.find { it.name == 'rejoin-database' }.actions.host",
            contains("west-db", "east-db"))
        .body("steps.find { it.name == 'check-readiness' }.actions", hasSize(0))
        .body("steps.find { it.name == 'check-readiness' }.expectedMs", nullValue());

    assertThat(log.read(StreamId.of(new PairId(pair)), 0))
        .noneMatch(event -> event.event() instanceof SwitchoverRequested);
    asViewer().queryParam("pair", pair).get("/v1/operations").then().body("operations", hasSize(0));
  }

  @Test
  void theSamePlanCanBeStartedWithTheSameKeyAndIsReported() {
    String key = UUID.randomUUID().toString();
    String hash = hash(GRACEFUL);
    String again =
        keyed(key, with(GRACEFUL, "validateOnly", true)).statusCode(200).extract().path("planHash");

    String operation =
        keyed(key, with(GRACEFUL, "expectedPlanHash", hash))
            .statusCode(202)
            .body("planHash", equalTo(hash))
            .extract()
            .path("operation");

    assertThat(again).isEqualTo(hash);
    ended(operation);
    reported(operation, hash);
    // What was done once is expected to take as long again.
    assertThat(
            dryRun("switchovers", GRACEFUL)
                .extract()
                .<Integer>path("steps.find { it.name == 'check-readiness' }.expectedMs"))
        .isNotNull();
  }

  private static void reported(String operation, String hash) {
    asViewer()
        .get("/v1/operations/{id}/report", operation)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("outcome", equalTo("ROLLED_BACK"))
        .body("request.actor", equalTo("admin"))
        .body("request.reason", equalTo("test"))
        .body("plans.hash", contains(hash))
        .body("steps.find { it.name == 'ready-database' }.attempts[0].code", equalTo("busy"))
        .body("dataLoss.verdict", equalTo("NOT_MOVED"))
        .body("serviceGap", nullValue())
        .body("open", hasSize(1));
    String once = markdown(operation);
    assertThat(once).startsWith("# Report of %s: ROLLED_BACK".formatted(operation));
    assertThat(markdown(operation)).isEqualTo(once);
  }

  private static String markdown(String operation) {
    return asViewer()
        .accept("text/markdown")
        .get("/v1/operations/{id}/report", operation)
        .then()
        .statusCode(200)
        .contentType(startsWith("text/markdown"))
        .extract()
        .asString();
  }

  @Test
  void anotherPlanThanTheExpectedIsRefusedWithTheDifference() {
    String hash = hash(GRACEFUL);
    hosts.show("west-db", "synchronousStandbyNames", "east_db");

    for (Object validateOnly : List.of(true, false)) {
      Map<String, Object> body = with(GRACEFUL, "expectedPlanHash", hash);
      post(switchovers(), with(body, "validateOnly", validateOnly))
          .statusCode(412)
          .contentType("application/problem+json")
          .body("type", equalTo("/problems/plan-differs"))
          .body("errors[0].field", equalTo("expectedPlanHash"))
          .body(
              "difference.added",
              contains("relax-synchronous@west-db", "restore-synchronous@west-db"))
          .body("difference.removed", hasSize(0))
          .body("difference.changed.step", hasItems("settle-database@west-db"))
          .body("plan.planHash", not(equalTo(hash)));
    }
  }

  @Test
  void aHashThatNobodyWasShownIsAnsweredWithThePlan() {
    post(switchovers(), with(GRACEFUL, "expectedPlanHash", "0".repeat(64)))
        .statusCode(412)
        .body("difference", nullValue())
        .body("plan.steps", hasSize(28));
  }

  @Test
  void aDryRunFailsWhereTheStartWould() {
    hosts.show("west-db", "receiver", "stopping");

    for (Object validateOnly : List.of(true, false)) {
      post(switchovers(), with(GRACEFUL, "validateOnly", validateOnly))
          .statusCode(422)
          .body("type", equalTo("/problems/not-ready"))
          .body("checks.name", hasItems("standby streams"));
      post(recoveries(), Map.of("reason", "test", "rejoin", "up", "validateOnly", validateOnly))
          .statusCode(400)
          .body("errors[0].field", equalTo("rejoin"));
    }
  }

  @Test
  void aForcedPlanKeepsItsHashWhileTheLastSightMovesOn() {
    hosts.show("east-db", "running", "false");
    hosts.show("east-db", "writable", "false");
    hosts.show("east-db", "clusterState", "shut down");
    hosts.show("east-app", "state", "down");

    ValidatableResponse first = dryRun("switchovers", FORCED).statusCode(200);
    String seen = "steps.find { it.name == 'quote-data-loss' }.params.lastSeenAt";
    ValidatableResponse second =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> dryRun("switchovers", FORCED),
                later -> !later.extract().path(seen).equals(first.extract().path(seen)));

    assertThat(second.extract().<String>path("planHash"))
        .isEqualTo(first.extract().path("planHash"));
  }

  @Test
  void aRecoveryIsShownToo() {
    hosts.show("west-db", "receiver", "none");

    dryRun("recoveries", Map.of("reason", "test"))
        .statusCode(200)
        .body("kind", equalTo("recovery"))
        .body("mode", equalTo("follow"))
        .body("steps.name", hasItems("inspect-old-primary", "rejoin-database"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"validateOnly, perhaps", "expectedPlanHash, abc", "expectedPlanHash, ''"})
  void badInputIsNamed(String field, String value) {
    post(switchovers(), with(GRACEFUL, field, value))
        .statusCode(400)
        .body("errors[0].field", equalTo(field));
  }

  @Test
  void aDryRunNeedsTheRightsOfTheStart() {
    asViewer()
        .contentType("application/json")
        .header("Idempotency-Key", "k")
        .body(with(GRACEFUL, "validateOnly", true))
        .post(switchovers())
        .then()
        .statusCode(403);
  }

  @Test
  void aDryRunNeedsAKeyToo() {
    TestTokens.asAdmin()
        .contentType("application/json")
        .body(with(GRACEFUL, "validateOnly", true))
        .post(switchovers())
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/idempotency-key-missing"));
  }

  @Test
  void theRunbookNamesTheSamePlan() {
    assertThat(runbook("operation=switchover&mode=graceful&to=west"))
        .contains(
            "graceful switchover from east to west", hash(GRACEFUL), "stop-database on east-db")
        .doesNotContain("What to know first");
  }

  @Test
  void theRunbookIsThereWhenNobodyAnswers() {
    for (String host : List.of("east-app", "east-db", "west-app", "west-db")) {
      hosts.show(host, "silent", "true");
    }

    assertThat(runbook("operation=switchover&mode=forced"))
        .contains("What to know first", "west-db does not answer", "fence-database on east-db");
    assertThat(runbook("operation=switchover"))
        .contains("synchronous\\_standby\\_names", "promote-database on west-db");
    assertThat(runbook("operation=recovery"))
        .contains("No answer from", "copy-database on west-db", "take-address on east-app");
    assertThat(runbook("operation=recovery&rejoin=rewind")).contains("pg_rewind");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "mode=graceful, operation, is required",
    "operation=prune, operation, drill",
    "operation=switchover&mode=rude, mode, graceful or forced",
    "operation=switchover&rejoin=auto, rejoin, operation=recovery",
    "operation=switchover&returnHome=true, returnHome, operation=recovery",
    "operation=recovery&mode=graceful, mode, operation=switchover",
    "operation=recovery&rejoin=soon, rejoin, basebackup",
    "operation=recovery&returnHome=perhaps, returnHome, true or false",
    "operation=recovery&returnHome=true, returnHome, nowhere",
    "operation=switchover&to=east, to, west",
    "operation=switchover&to=No, to, lower-case"
  })
  void aRunbookThatCannotBeMeantIsRefused(String query, String field, String remedy) {
    asViewer()
        .get("/v1/pairs/%s/runbook?%s".formatted(pair, query))
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].field", equalTo(field))
        .body("errors[0].detail", containsString(remedy));
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "/v1/pairs/nobody/runbook?operation=switchover, text/markdown, 404",
    "/v1/operations/nothing/report, application/json, 404",
    "/v1/operations/nothing/report, text/markdown, 404",
    "/v1/operations/No_Such/report, application/json, 404",
    "/v1/operations/nothing/report, text/csv, 406"
  })
  void whatIsNotThereIsAProblem(String path, String accept, int status) {
    asViewer()
        .accept(accept)
        .get(path)
        .then()
        .statusCode(status)
        .contentType("application/problem+json");
  }

  private String runbook(String query) {
    return asViewer()
        .get("/v1/pairs/%s/runbook?%s".formatted(pair, query))
        .then()
        .statusCode(200)
        .contentType(startsWith("text/markdown"))
        .extract()
        .asString();
  }

  private static void ended(String operation) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> asViewer().get("/v1/operations/{id}", operation).path("outcome") != null);
  }

  private String hash(Map<String, Object> order) {
    return dryRun("switchovers", order).statusCode(200).extract().path("planHash");
  }

  private ValidatableResponse dryRun(String kind, Map<String, Object> order) {
    return post("/v1/pairs/%s/%s".formatted(pair, kind), with(order, "validateOnly", true));
  }

  private ValidatableResponse keyed(String key, Map<String, Object> order) {
    return TestTokens.asAdmin()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(order)
        .post(switchovers())
        .then();
  }

  private static ValidatableResponse post(String path, Map<String, Object> body) {
    return change().body(body).post(path).then();
  }

  private String switchovers() {
    return "/v1/pairs/%s/switchovers".formatted(pair);
  }

  private String recoveries() {
    return "/v1/pairs/%s/recoveries".formatted(pair);
  }

  private static Map<String, Object> with(Map<String, Object> order, String key, Object value) {
    Map<String, Object> changed = new HashMap<>(order);
    changed.put(key, value);
    return changed;
  }
}
