package dev.baton.audit.events;

import static dev.baton.access.TestTokens.asAdmin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.baton.access.TestTokens;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.query.EventFilter;
import dev.baton.pair.Event;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EventStreamTest {

  @Inject EventLog log;
  @Inject RecentEvents recent;
  @Inject EventSearch search;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String pair = "s-" + UUID.randomUUID();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void deliversWhatIsRecordedAfterItWasOpened() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      open(client, authorized(stream() + "?pair=" + pair));
      await().atMost(LIMIT).until(() -> !lines.isEmpty());

      long first = append(0);
      long second = append(1);

      await().atMost(LIMIT).untilAsserted(() -> assertThat(ids()).containsExactly(first, second));
      assertThat(lines).anyMatch(line -> line.startsWith("data:") && line.contains(pair));
      client.shutdownNow();
    }
  }

  @Test
  void resumesBehindTheLastEventThatWasReceived() throws Exception {
    long first = append(0);
    long second = append(1);
    long third = append(2);
    try (var client = HttpClient.newHttpClient()) {
      open(
          client,
          authorized(stream() + "?pair=" + pair).header("Last-Event-ID", Long.toString(second)));

      await().atMost(LIMIT).untilAsserted(() -> assertThat(ids()).containsExactly(third));
      assertThat(first).isLessThan(second);
      client.shutdownNow();
    }
  }

  @Test
  void resumesFurtherBackThanTheNewestEventsAreKept() throws Exception {
    long first = append(0);
    List<Long> missed = appendMany(1, 600);
    try (var client = HttpClient.newHttpClient()) {
      open(
          client,
          authorized(stream() + "?pair=" + pair).header("Last-Event-ID", Long.toString(first)));
      await().atMost(LIMIT).untilAsserted(() -> assertThat(ids()).isEqualTo(missed));

      long newest = append(601);

      await().atMost(LIMIT).untilAsserted(() -> assertThat(ids()).endsWith(newest).hasSize(601));
      client.shutdownNow();
    }
  }

  @Test
  void showsEventsAsAPageDoes() throws Exception {
    long seq = append(0);
    try (var client = HttpClient.newHttpClient()) {
      open(
          client,
          authorized(stream() + "?pair=" + pair).header("Last-Event-ID", Long.toString(seq - 1)));
      await().atMost(LIMIT).until(() -> lines.stream().anyMatch(line -> line.startsWith("data:")));

      String page = asAdmin().queryParam("pair", pair).get("/v1/events").asString();

      String data =
          lines.stream().filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
      assertThat(page).contains(data.substring("data:".length()).strip());
      client.shutdownNow();
    }
  }

  @Test
  void cutsOffAReaderThatDoesNotRead() throws Exception {
    long seq = append(0);
    var stuck = new StuckSink();
    var reset = new AtomicBoolean();

    try (var reader =
        new StreamReader(
            new SseImpl(), stuck, recent, search, Duration.ofMillis(100), () -> reset.set(true))) {
      reader.follow(seq - 1, new EventFilter(Map.of(), none(), none(), none()));
    }

    assertThat(stuck.isClosed()).isTrue();
    assertThat(reset).isTrue();
    assertThat(stuck.sent).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Last-Event-ID", "after"})
  void refusesToFollowAnEventFromTheFuture(String name) {
    long future = log.head() + 1_000_000;
    var request = asAdmin().accept("text/event-stream");

    (name.equals("after") ? request.queryParam(name, future) : request.header(name, future))
        .get("/v1/events/stream")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/event-not-recorded"))
        .body("errors[0].field", equalTo(name))
        .body("detail", containsString("newest event"));
  }

  @Test
  void refusesAnUnknownFilter() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(authorized(stream() + "?colour=red").build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("colour");
    }
  }

  private static String stream() {
    return "http://localhost:" + RestAssured.port + "/v1/events/stream";
  }

  private static HttpRequest.Builder authorized(String address) {
    return HttpRequest.newBuilder(URI.create(address))
        .header("Authorization", "Bearer " + TestTokens.token("admin"));
  }

  private void open(HttpClient client, HttpRequest.Builder request) {
    var unused =
        client
            .sendAsync(request.build(), BodyHandlers.ofLines())
            .thenAccept(answer -> answer.body().forEach(lines::add));
  }

  private long append(long version) throws Exception {
    var event = new AbortRequested(new OperationId("op-1"));
    return log.append(StreamId.of(new PairId(pair)), version, List.of(event), Contexts.engine())
        .getFirst()
        .seq();
  }

  private List<Long> appendMany(long version, int count) throws Exception {
    List<Event> events = Collections.nCopies(count, new AbortRequested(new OperationId("op-1")));
    return log.append(StreamId.of(new PairId(pair)), version, events, Contexts.engine()).stream()
        .map(RecordedEvent::seq)
        .toList();
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  /** Takes the first event and never says that it has left. */
  private static final class StuckSink implements SseEventSink {

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public boolean isClosed() {
      return closed.get();
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
      sent.incrementAndGet();
      return new CompletableFuture<>();
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  private List<Long> ids() {
    return lines.stream()
        .filter(line -> line.startsWith("id:"))
        .map(line -> Long.parseLong(line.substring(3).strip()))
        .toList();
  }
}
