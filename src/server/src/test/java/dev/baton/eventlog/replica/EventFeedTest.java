package dev.baton.eventlog.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.NewEventSignal;
import dev.baton.pair.PairId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventFeedTest {

  private static final StreamId CI = StreamId.of(new PairId("ci"));

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final NewEventSignal signal = new NewEventSignal();
  private final EventFeed feed = new EventFeed(log, signal);
  private final List<Long> heard = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    log.append(CI, 0, List.of(EventLogContract.ABORT), Contexts.engine());
    feed.open();
  }

  @AfterEach
  void close() throws Exception {
    feed.close();
  }

  @Test
  void deliversInOrderWhatComesAfterTheSubscription() throws Exception {
    feed.subscribe(event -> heard.add(event.seq()));

    log.append(CI, 1, List.of(EventLogContract.ABORT, EventLogContract.STOPPED), Contexts.engine());
    signal.raise(3);

    await().untilAsserted(() -> assertThat(heard).containsExactly(2L, 3L));
  }

  @Test
  void findsWhatAnotherReplicaRecordedWithoutBeingTold() throws Exception {
    feed.subscribe(event -> heard.add(event.seq()));

    log.append(CI, 1, List.of(EventLogContract.ABORT), Contexts.engine());

    await().untilAsserted(() -> assertThat(heard).containsExactly(2L));
  }

  @Test
  void letsNoListenerKeepEventsFromAnother() throws Exception {
    var failing =
        feed.subscribe(event -> {
          throw new IllegalStateException("a listener of this test that always fails");
        });
    feed.subscribe(event -> heard.add(event.seq()));

    log.append(CI, 1, List.of(EventLogContract.ABORT), Contexts.engine());

    await().untilAsserted(() -> assertThat(heard).containsExactly(2L));
    failing.close();
  }
}
