package dev.baton.world;

import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairId;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A pair of its own for one test, on the simulated hosts, and the calls that move it. */
public final class RegisteredPair {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EventLog log;
  private final PairId id = new PairId("p-" + UUID.randomUUID());

  private RegisteredPair(EventLog log) {
    this.log = log;
  }

  /** Its hosts are registered as an operator does it; the pair stands in the log. */
  public static RegisteredPair in(EventLog log) throws Exception {
    return in(log, SimulatedParts.EVERYTHING);
  }

  /** With these parts besides the databases. */
  public static RegisteredPair in(EventLog log, SimulatedParts parts) throws Exception {
    RegisteredPair pair = new RegisteredPair(log);
    for (String host : List.of("east-app", "east-db", "west-app", "west-db")) {
      change()
          .body(Map.of("host", host, "endpoint", "10.0.0.1:7443", "reason", "test"))
          .post("/v1/hosts");
    }
    PairRegistered like = parts.registration();
    pair.record(
        new PairRegistered(
            pair.id,
            like.home(),
            like.sites(),
            like.address(),
            like.systemIdentifier(),
            like.synchronousPolicy(),
            like.databaseOnly()));
    return pair;
  }

  /** Its name. */
  public PairId id() {
    return id;
  }

  /** Puts an event on record that nobody called for. */
  public void record(Event event) throws Exception {
    List<RecordedEvent> before = events();
    log.append(StreamId.of(id), before.size(), List.of(event), Contexts.engine());
  }

  /** Everything on record of it. */
  public List<RecordedEvent> events() {
    return log.read(StreamId.of(id), 0);
  }

  /** Whether anything was asked of it. */
  public boolean untouched() {
    return asViewer()
        .queryParam("pair", id.value())
        .get("/v1/operations")
        .<List<?>>path("operations")
        .isEmpty();
  }

  public String path(String kind) {
    return "/v1/pairs/%s/%s".formatted(id, kind);
  }

  /** As an operator with every right, with a key that was never used. */
  public ValidatableResponse post(String kind, Map<String, ?> body) {
    return change().body(body).post(path(kind)).then();
  }

  /** Asks for an operation that is taken on, and waits for its outcome. */
  public ValidatableResponse carriedOut(String kind, Map<String, ?> body) {
    return ended(accepted(kind, body));
  }

  /** Asks for an operation; its name. */
  public String accepted(String kind, Map<String, ?> body) {
    return post(kind, body).statusCode(202).extract().path("operation");
  }

  /** Waits until it stands there, and answers with what is shown then. */
  public ValidatableResponse awaits(String operation, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> state.equals(asViewer().get("/v1/operations/" + operation).path("state")));
    return asViewer().get("/v1/operations/" + operation).then();
  }

  /** Waits until it ended, and answers with what is shown then. */
  public ValidatableResponse ended(String operation) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> asViewer().get("/v1/operations/" + operation).path("outcome") != null);
    return asViewer().get("/v1/operations/" + operation).then();
  }

  /** Approves what is waited for: the plan, on the view, that was shown. */
  public static void approve(String operation, ValidatableResponse shown) {
    change()
        .header("If-Match", shown.extract().header("ETag"))
        .body(Map.of("reason", "test", "planHash", shown.extract().<String>path("planHash")))
        .post("/v1/operations/%s/approve".formatted(operation))
        .then()
        .statusCode(202);
  }

  /** The status of the pair. */
  public ValidatableResponse status() {
    return asViewer().get("/v1/pairs/" + id).then();
  }
}
