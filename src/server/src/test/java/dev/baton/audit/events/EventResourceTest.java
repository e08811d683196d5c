package dev.baton.audit.events;

import static dev.baton.access.TestTokens.asAdmin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EventResourceTest {

  @Inject EventLog log;

  private String pair;
  private List<RecordedEvent> events;

  /** A pair of the test's own: the log is shared and never shrinks. */
  @BeforeEach
  void record() throws Exception {
    pair = "p-" + UUID.randomUUID();
    var operation = new OperationId("op-" + UUID.randomUUID());
    List<Event> recorded =
        List.of(
            new AbortRequested(operation),
            new StepDone(operation, "stop-database@east-db", false, Map.of(), Duration.ZERO),
            new StepRefused(
                operation, "promote-database@west-db", false, "busy", "it is busy", Map.of()),
            new AbortRequested(operation));
    events = log.append(StreamId.of(new PairId(pair)), 0, recorded, Contexts.engine());
  }

  @Test
  void showsAnEventWhole() {
    RecordedEvent event = events.get(1);

    ofPair()
        .queryParam("host", "east-db")
        .get("/v1/events")
        .then()
        .statusCode(200)
        .body("events", hasSize(1))
        .body("events[0].seq", equalTo((int) event.seq()))
        .body("events[0].type", equalTo("step.done"))
        .body("events[0].stream", equalTo("pair/" + pair))
        .body("events[0].step", equalTo("stop-database@east-db"))
        .body("events[0].outcome", equalTo("DONE"))
        .body("events[0].roles", contains("operator", "viewer"))
        .body("events[0].data.took", equalTo("PT0S"))
        .body("events[0].hash", equalTo(event.hash()));
  }

  @ParameterizedTest(name = "{0}={1} finds {2}")
  @CsvSource({
    "type, step.done, 1",
    "type, step., 2",
    "outcome, REFUSED, 1",
    "actor, ops, 4",
    "actor, nobody, 0",
    "correlation, request-1, 4",
    "correlation, request-2, 0",
    "from, 2020-01-01T00:00:00Z, 4",
    "from, 2999-01-01T00:00:00Z, 0",
    "to, 2020-01-01T00:00:00+02:00, 0",
    "to, 2999-01-01T00:00:00Z, 4"
  })
  void filters(String name, String value, int count) {
    ofPair()
        .queryParam(name, value)
        .get("/v1/events")
        .then()
        .statusCode(200)
        .body("events", hasSize(count))
        .body("events.pair", everyItem(equalTo(pair)));
  }

  @Test
  void findsByTheMomentItWasRecorded() {
    String moment = events.getFirst().recordedAt().toString();

    ofPair().queryParam("from", moment).get("/v1/events").then().body("events", hasSize(4));
    ofPair().queryParam("to", moment).get("/v1/events").then().body("events", hasSize(0));
  }

  @ParameterizedTest(name = "order={0}")
  @CsvSource({"asc", "desc"})
  void pagesWithoutAGapOrARepeat(String order) {
    var page = ofPair().queryParam("order", order).queryParam("limit", 3).get("/v1/events");
    String next = page.jsonPath().getString("next");

    var rest =
        ofPair()
            .queryParam("order", order)
            .queryParam("limit", 3)
            .queryParam("after", next)
            .get("/v1/events");

    List<Long> seqs = new java.util.ArrayList<>(page.jsonPath().getList("events.seq", Long.class));
    seqs.addAll(rest.jsonPath().getList("events.seq", Long.class));
    List<Long> all = events.stream().map(RecordedEvent::seq).toList();
    assertThat(seqs).isEqualTo(order.equals("asc") ? all : all.reversed());
    assertThat(rest.jsonPath().getString("next")).isNull();
  }

  @Test
  void takesASequenceNumberForACursor() {
    ofPair()
        .queryParam("after", events.get(1).seq())
        .get("/v1/events")
        .then()
        .statusCode(200)
        .body("events", hasSize(2));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({"order, desc", "host, east-db", "type, step.", "from, 2020-01-01T00:00:00Z"})
  void refusesACursorOfAnotherQuery(String name, String value) {
    String next = ofPair().queryParam("limit", 1).get("/v1/events").jsonPath().getString("next");

    ofPair()
        .queryParam(name, value)
        .queryParam("after", next)
        .get("/v1/events")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/cursor-of-another-query"))
        .body("errors[0].field", equalTo("after"))
        .body("detail", containsString("begin anew"));
  }

  @Test
  void takesACursorWithAnotherLimit() {
    String next = ofPair().queryParam("limit", 1).get("/v1/events").jsonPath().getString("next");

    ofPair()
        .queryParam("limit", 10)
        .queryParam("after", next)
        .get("/v1/events")
        .then()
        .statusCode(200)
        .body("events", hasSize(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "-1", "AQ", "1234567890123456789", "~~~", "AQAAAAAAAAAAAAAAAAAAAAAA"})
  void refusesWhatIsNoCursor(String after) {
    ofPair()
        .queryParam("after", after)
        .get("/v1/events")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/cursor-unreadable"))
        .body("errors[0].field", equalTo("after"))
        .body("detail", containsString("copy the whole"));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "colour, red, is not a parameter",
    "from, yesterday, 2026-01-31T08:15:30Z",
    "to, +12345-01-01T00:00:00Z, from 0001 to 9999",
    "limit, 0, from 1 to 1000",
    "limit, 1001, from 1 to 1000",
    "limit, ten, from 1 to 1000",
    "after, x, next",
    "order, up, asc or desc",
    "type, step, step.",
    "actor, '', leave it out"
  })
  void refusesWhatCannotBeMeant(String name, String value, String remedy) {
    asAdmin()
        .queryParam(name, value)
        .get("/v1/events")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].field", equalTo(name))
        .body("errors[0].detail", containsString(remedy));
  }

  @Test
  void refusesATimeRangeThatRunsBackwards() {
    asAdmin()
        .queryParam("from", "2026-02-01T00:00:00Z")
        .queryParam("to", "2026-01-01T00:00:00Z")
        .get("/v1/events")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/times-reversed"))
        .body("errors[0].field", equalTo("from"));
  }

  @Test
  void namesTheFiltersThereAreWhenOneIsUnknown() {
    asAdmin()
        .queryParam("requestId", "request-1")
        .get("/v1/events")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/unknown-parameter"))
        .body("detail", containsString("correlation"));
  }

  @Test
  void verifiesTheWholeRecord() {
    long before = log.head();

    asAdmin()
        .get("/v1/events/verify")
        .then()
        .statusCode(200)
        .body("verified", equalTo(true))
        .body("head.seq", greaterThanOrEqualTo((int) before))
        .body("count", greaterThanOrEqualTo((int) before));
  }

  private RequestSpecification ofPair() {
    return asAdmin().queryParam("pair", pair);
  }
}
