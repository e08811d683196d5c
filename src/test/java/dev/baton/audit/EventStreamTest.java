package dev.baton.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.TestTokens;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventStreamTest {

  @Inject EventLog log;

  private final String pair = "s-" + UUID.randomUUID();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void deliversWhatIsRecordedAfterItWasOpened() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      open(client, authorized(stream() + "?pair=" + pair));
      await().until(() -> !lines.isEmpty());

      long first = append(0);
      long second = append(1);

      await().untilAsserted(() -> assertThat(ids()).containsExactly(first, second));
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

      await().untilAsserted(() -> assertThat(ids()).containsExactly(third));
      assertThat(first).isLessThan(second);
      client.shutdownNow();
    }
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
    var fact = new AbortRequested(new OperationId("op-1"));
    return log.append(StreamId.of(new PairId(pair)), version, List.of(fact), Contexts.engine())
        .getFirst()
        .seq();
  }

  private List<Long> ids() {
    return lines.stream()
        .filter(line -> line.startsWith("id:"))
        .map(line -> Long.parseLong(line.substring(3).strip()))
        .toList();
  }
}
