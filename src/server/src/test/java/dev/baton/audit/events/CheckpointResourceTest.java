package dev.baton.audit.events;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.asViewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.checkpoint.CheckpointFile;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CheckpointResourceTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @Inject EventLog log;

  @Inject
  @ConfigProperty(name = "baton.checkpoint.file")
  Path file;

  @Test
  void theEndOfAnOperationGetsACheckpointInTheDatabaseAndInTheFile() throws Exception {
    long end = endAnOperation();

    await()
        .atMost(LONG)
        .until(() ->
            asViewer().get("/v1/checkpoints").jsonPath().getLong("checkpoints[-1].seq") >= end);
    await()
        .atMost(LONG)
        .until(() -> new CheckpointFile(file).read().stream().anyMatch(c -> c.seq() >= end));
    asAdmin()
        .get("/v1/events/verify")
        .then()
        .statusCode(200)
        .body("verified", equalTo(true))
        .body("checkpoints.vouchedFor", greaterThanOrEqualTo((int) end))
        .body("checkpoints.findings.size()", equalTo(0));
  }

  @Test
  void listsThemInPages() throws Exception {
    long end = endAnOperation();
    await()
        .atMost(LONG)
        .until(() ->
            asViewer().get("/v1/checkpoints").jsonPath().getLong("checkpoints[-1].seq") >= end);

    var first = asViewer().get("/v1/checkpoints").jsonPath();
    var one = asViewer().queryParam("limit", 1).get("/v1/checkpoints").jsonPath();
    endAnotherOperation();
    var rest =
        asViewer()
            .queryParam("after", asViewer().get("/v1/checkpoints?limit=1").<String>path("next"))
            .get("/v1/checkpoints")
            .jsonPath();

    assertThat(first.getLong("checkpoints[0].number")).isEqualTo(1);
    assertThat(first.getString("checkpoints[0].installation"))
        .isEqualTo(first.getString("installation"));
    assertThat(first.getString("checkpoints[0].key")).isEqualTo(first.getString("publicKey"));
    assertThat(one.getList("checkpoints.number")).containsExactly(1);
    assertThat(rest.getList("checkpoints.number")).contains(2).doesNotContain(1);
  }

  /** So that there is a second checkpoint at least. */
  private void endAnotherOperation() throws Exception {
    long end = endAnOperation();
    await()
        .atMost(LONG)
        .until(() ->
            asViewer().get("/v1/checkpoints").jsonPath().getLong("checkpoints[-1].seq") >= end);
  }

  @Test
  void servesItsPublicKey() {
    String key = asViewer().get("/v1/checkpoints").jsonPath().getString("publicKey");

    asViewer()
        .get("/v1/checkpoints/key")
        .then()
        .statusCode(200)
        .contentType(startsWith("text/plain"))
        .body(containsString("BEGIN PUBLIC KEY"))
        .body(containsString(key));
  }

  @Test
  void exportIsForAuditors() {
    asViewer().get("/v1/events/export").then().statusCode(403);
    asAdmin()
        .get("/v1/events/export")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/x-ndjson"))
        .body(startsWith("{\"header\":{"));
  }

  @ParameterizedTest(name = "{0}?{1}={2}")
  @CsvSource({
    "/v1/events/export, colour, red, is not a parameter",
    "/v1/events/export, after, x, a sequence number",
    "/v1/events/export, after, 999999999, is beyond the newest event",
    "/v1/events/export, to, 999999999, is beyond the newest event",
    "/v1/events/export, to, -1, a sequence number",
    "/v1/checkpoints, after, x, no 'next' of a page",
    "/v1/checkpoints, after, 1, no 'next' of a page",
    "/v1/checkpoints, limit, 0, a number from 1 to 1000"
  })
  void refusesWhatCannotBeMeant(String path, String name, String value, String remedy) {
    asAdmin()
        .queryParam(name, value)
        .get(path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].field", equalTo(name))
        .body("errors[0].detail", containsString(remedy));
  }

  @Test
  void refusesAnExportThatEndsBeforeItBegins() throws Exception {
    long end = endAnOperation();

    asAdmin()
        .queryParam("after", end)
        .queryParam("to", end - 1)
        .get("/v1/events/export")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("to"));
  }

  private long endAnOperation() throws Exception {
    var ended =
        new OperationEnded(
            new OperationId("op-" + UUID.randomUUID()),
            Outcome.SUCCEEDED,
            List.of(),
            Optional.empty());
    return log.append(
            StreamId.of(new PairId("p-" + UUID.randomUUID())), 0, List.of(ended), Contexts.engine())
        .getFirst()
        .seq();
  }
}
