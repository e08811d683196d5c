package dev.baton.status;

import static dev.baton.access.TestTokens.asViewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.operation.engine.FakeHosts;
import dev.baton.operation.engine.OnFakeHosts;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.HostAnswering;
import dev.baton.pair.PairEvent.HostSilent;
import dev.baton.pair.PairEvent.VerdictChanged;
import dev.baton.world.RegisteredPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host falls silent: that is on record, what it showed is stale, and nothing follows from it. */
@QuarkusTest
@TestProfile(OnFakeHosts.class)
class SilentHostTest {

  private static final HostId HOST = new HostId("west-db");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SEEN = "hosts.find { it.host == 'west-db' }.";

  @Inject EventLog log;
  @Inject FakeHosts hosts;

  @AfterEach
  void heal() {
    hosts.heal();
  }

  private static List<PairEvent> events(RegisteredPair pair, Class<? extends PairEvent> kind) {
    return pair.events().stream()
        .map(RecordedEvent::pairEvent)
        .filter(kind::isInstance)
        .map(PairEvent.class::cast)
        .toList();
  }

  private static void awaitEvents(RegisteredPair pair, Class<? extends PairEvent> kind, int count) {
    await().atMost(LIMIT).until(() -> events(pair, kind).size() == count);
  }

  @Test
  void silenceAndItsEndAreOnRecordAndNothingFollows() throws Exception {
    RegisteredPair pair = RegisteredPair.in(log);
    await()
        .atMost(LIMIT)
        .until(() -> "streaming".equals(pair.status().extract().path("replication.state")));

    for (int round = 1; round <= 3; round++) {
      hosts.show(HOST.value(), "silent", "true");
      awaitEvents(pair, HostSilent.class, round);
      pair.status()
          .body(SEEN + "agent", equalTo("unreachable"))
          .body(SEEN + "stale", equalTo(true))
          .body(SEEN + "postgres.receiver", equalTo("streaming"))
          .body("replication.stale", equalTo(true))
          .body("replication.state", equalTo("unknown"))
          .body("sync.find { it.item == 'database' }.state", equalTo("UNKNOWN"))
          .body("sync.find { it.item == 'database' }.stale", equalTo(true))
          .body("readiness.switchover.verdict", not(equalTo("READY")))
          .body("readiness.forced.verdict", not(equalTo("READY")));
      hosts.heal();
      awaitEvents(pair, HostAnswering.class, round);
    }

    pair.status().body(SEEN + "stale", equalTo(false));
    assertThat(events(pair, HostSilent.class))
        .allSatisfy(event -> {
          assertThat(((HostSilent) event).host()).isEqualTo(HOST);
          assertThat(((HostSilent) event).why()).isEqualTo("west-db does not answer");
          assertThat(((HostSilent) event).lastAnswer()).isPresent();
        });
    assertThat(events(pair, PairEvent.class).stream().skip(1))
        .allMatch(event ->
            event instanceof HostSilent
                || event instanceof HostAnswering
                || event instanceof VerdictChanged
                || event instanceof PairEvent.PairTakenOver);
    assertThat(pair.untouched()).isTrue();
    asViewer()
        .queryParam("host", HOST.value())
        .queryParam("type", "host.silent")
        .get("/v1/events")
        .then()
        .statusCode(200)
        .body("events.size()", not(equalTo(0)));
  }
}
