package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.assessment.PairSnapshot;
import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.RecordParts;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.projection.LogDirectory;
import dev.baton.eventlog.replica.Replica;
import dev.baton.host.AgentReply;
import dev.baton.host.Installations;
import dev.baton.operation.api.NewOperation;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.Progress;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.RefusalCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two control planes on one database and the same hosts. */
class TwoReplicasTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> EACH_ONCE =
      List.of(
          "application.stop east-app",
          "postgres.stop east-db",
          "postgres.promote west-db",
          "application.start west-app");

  private final ScriptedHosts hosts = new ScriptedHosts();
  private TestDatabase database;
  private ReplicaParts one;
  private ReplicaParts two;

  /** One replica as it runs in its own process. */
  private record ReplicaParts(
      String id, PairRepository pairs, RecordParts parts, OperationRunner runner) {}

  @BeforeEach
  void twoReplicasAndAPair() throws Exception {
    database = TestDatabase.create();
    one = replica("one");
    two = replica("two");
    one.parts()
        .log()
        .append(
            StreamId.of(Situations.PAIR), 0, List.of(Situations.registered()), Contexts.engine());
  }

  @AfterEach
  void close() throws Exception {
    hosts.goOn();
    one.runner().close();
    two.runner().close();
    database.close();
  }

  private ReplicaParts replica(String name) {
    RecordParts parts = RecordParts.of(database.dataSource());
    Replica replica = new Replica(name);
    PairRepository pairs = new PairRepository(parts.log());
    AcknowledgedHead acknowledged = new AcknowledgedHead();
    PairAlarms alarms = new PairAlarms(acknowledged);
    RecordFreshness freshness = new RecordFreshness(pairs, hosts);
    PairLeases pairLeases =
        new PairLeases(
            parts.lease(),
            new LogDirectory(parts.log()),
            pairs,
            alarms,
            freshness,
            acknowledged,
            replica);
    OperationRunner runner =
        new OperationRunner(
            pairs,
            hosts,
            pairLeases,
            alarms,
            freshness,
            parts.notifier(),
            parts.clock(),
            () -> Installations.OURS,
            replica);
    return new ReplicaParts(replica.id(), pairs, parts, runner);
  }

  @Test
  void whatOneAcceptsTheOtherCarriesOut() throws Exception {
    one.runner().open();
    await().atMost(LIMIT).until(() -> owners().equals(List.of(one.id())));
    two.runner().open();

    request(two);

    await().atMost(LIMIT).until(this::ended);
    assertThat(outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).containsExactlyElementsOf(EACH_ONCE);
    assertThat(owners()).containsExactly(one.id());
    assertThat(writersOf("step.started")).containsOnly(one.id());
  }

  @Test
  void whatIsStoppedInTheMiddleTheOtherFinishes() throws Exception {
    one.runner().open();
    await().atMost(LIMIT).until(() -> owners().equals(List.of(one.id())));
    two.runner().open();
    hosts.holdBack(ActionType.POSTGRES_STOP);
    request(one);
    await().atMost(LIMIT).until(hosts::holding);

    one.runner().close();
    await().atMost(LIMIT).until(() -> owners().equals(List.of(one.id(), two.id())));
    hosts.goOn();

    await().atMost(LIMIT).until(this::ended);
    assertThat(outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).containsExactlyElementsOf(EACH_ONCE);
  }

  @Test
  void anOwnerThatSleptThroughItsReplacementChangesNothing() throws Exception {
    // Its rounds are made by hand: it sleeps when none is made.
    one.runner().round();
    hosts.holdBack(ActionType.POSTGRES_STOP);
    request(one);
    await().atMost(LIMIT).until(hosts::holding);
    runOut();

    two.runner().open();
    await().atMost(LIMIT).until(this::ended);
    List<RecordedEvent> recorded = stream();
    hosts.goOn();
    await().atMost(LIMIT).until(() -> !hosts.holding());
    one.runner().round();

    assertThat(outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).containsExactlyElementsOf(EACH_ONCE);
    assertThat(owners()).containsExactly(one.id(), two.id());
    assertThat(stream()).isEqualTo(recorded);
  }

  @Test
  void everyAgentRefusesTheFormerOwnerFromTheTakeOverOn() throws Exception {
    one.runner().round();
    runOut();

    two.runner().round();

    for (HostId host : PairSnapshot.hosts(Situations.idle())) {
      await()
          .atMost(LIMIT)
          .untilAsserted(() ->
              assertThat(hosts.announce(host, announcement(one, 1), LIMIT))
                  .isInstanceOfSatisfying(
                      AgentReply.Refused.class,
                      refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STALE_EPOCH)));
    }
  }

  private static Announcement announcement(ReplicaParts replica, long epoch) {
    return new Announcement(Installations.OURS, Situations.PAIR.value(), epoch, 1, replica.id());
  }

  private void request(ReplicaParts replica) throws Exception {
    replica
        .pairs()
        .append(
            Situations.PAIR,
            Contexts.engine(),
            state ->
                List.of(
                    Situations.requested(),
                    NewOperation.plan(Situations.OPERATION, OperationWorkerTest.plan().list())));
    replica.runner().wake(Situations.PAIR);
  }

  private List<RecordedEvent> stream() {
    return one.parts().log().read(StreamId.of(Situations.PAIR), 0);
  }

  private List<String> owners() {
    return stream().stream()
        .map(RecordedEvent::event)
        .filter(PairTakenOver.class::isInstance)
        .map(event -> ((PairTakenOver) event).replica())
        .toList();
  }

  private List<String> writersOf(String type) {
    return stream().stream()
        .filter(event -> event.type().equals(type))
        .map(event -> event.context().origin().replica())
        .toList();
  }

  private boolean ended() {
    return operation().filter(o -> o.progress() instanceof Progress.Ended).isPresent();
  }

  private Optional<OperationState> operation() {
    return new PairRepository(one.parts().log()).find(Situations.PAIR).orElseThrow().operation();
  }

  private Outcome outcome() {
    return ((Progress.Ended) operation().orElseThrow().progress()).outcome();
  }

  private void runOut() throws SQLException {
    database.asRuntime("update pair_lease set lease_until = clock_timestamp() - interval '1 ms'");
  }
}
