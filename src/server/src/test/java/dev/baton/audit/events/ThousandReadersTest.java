package dev.baton.audit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ThousandReadersTest {

  private static final int READERS = 1_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Inject EventLog log;

  private final OperationId operation = new OperationId("op-1");

  @Test
  void allHearAnEventThoughOneOfThemReadsNothing() throws Exception {
    String quiet = "q-" + UUID.randomUUID();
    String loud = "l-" + UUID.randomUUID();
    long before = log.head();
    try (var readers = new StreamConnections(RestAssured.port)) {
      long unused = append(loud, moreThanAConnectionHolds());
      readers.openUnread("?pair=" + loud + "&after=" + before);
      for (int i = 1; i < READERS; i++) {
        readers.open("?pair=" + quiet);
      }
      await().atMost(LIMIT).until(() -> readers.heard("following from") == READERS - 1);

      long seq = append(quiet, List.of(new AbortRequested(operation)));

      await().atMost(LIMIT).until(() -> readers.heard("id:" + seq + "\n") == READERS - 1);
      assertThat(readers.heard("\"pair\":\"" + quiet + "\"")).isEqualTo(READERS - 1);
    }
  }

  /** Six megabytes, beyond what buffers of both ends take from a program that sends. */
  private List<Event> moreThanAConnectionHolds() {
    String much = "x".repeat(300_000);
    return Collections.nCopies(
        20, new StepRefused(operation, "a@b", false, "busy", "it is busy", Map.of("much", much)));
  }

  private long append(String pair, List<? extends Event> events) throws Exception {
    List<RecordedEvent> recorded =
        log.append(StreamId.of(new PairId(pair)), 0, events, Contexts.engine());
    return recorded.getLast().seq();
  }
}
