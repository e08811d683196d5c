package dev.baton.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.operation.engine.FakeHosts;
import dev.baton.operation.engine.OnFakeHosts;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AddressTakenBack;
import dev.baton.pair.PairEvent.HostAnswering;
import dev.baton.pair.PairEvent.HostSilent;
import dev.baton.world.RegisteredPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent that takes the address back by itself: that is on record, once each time. */
@QuarkusTest
@TestProfile(OnFakeHosts.class)
class TakenBackAddressTest {

  private static final HostId HOST = new HostId("east-app");
  private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-03-01T09:59:00Z"); // the clock was set
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Inject EventLog log;
  @Inject FakeHosts hosts;

  @AfterEach
  void heal() {
    hosts.heal();
  }

  private static List<Instant> recorded(RegisteredPair pair) {
    return pair.events().stream()
        .map(RecordedEvent::pairEvent)
        .filter(AddressTakenBack.class::isInstance)
        .map(AddressTakenBack.class::cast)
        .filter(event -> event.host().equals(HOST))
        .map(AddressTakenBack::at)
        .toList();
  }

  private static boolean seen(RegisteredPair pair, Class<? extends PairEvent> kind) {
    return pair.events().stream().map(RecordedEvent::pairEvent).anyMatch(kind::isInstance);
  }

  @Test
  void eachTimeIsRecordedOnceAlsoWhereTheHostWasSilentInBetween() throws Exception {
    RegisteredPair pair = RegisteredPair.in(log);
    hosts.show(HOST.value(), "takenBackAt", FIRST.toString());
    await().atMost(LIMIT).until(() -> recorded(pair).equals(List.of(FIRST)));

    hosts.show(HOST.value(), "silent", "true");
    await().atMost(LIMIT).until(() -> seen(pair, HostSilent.class));
    hosts.heal();
    hosts.show(HOST.value(), "takenBackAt", FIRST.toString());
    await().atMost(LIMIT).until(() -> seen(pair, HostAnswering.class));
    hosts.show(HOST.value(), "takenBackAt", SECOND.toString());
    await().atMost(LIMIT).until(() -> recorded(pair).size() > 1);

    assertThat(recorded(pair)).containsExactly(FIRST, SECOND);
    assertThat(pair.untouched()).isTrue();
  }
}
