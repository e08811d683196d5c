package dev.baton.status;

import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.host.Installations;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.engine.FakeHosts;
import dev.baton.operation.engine.OnFakeHosts;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.HostAnswering;
import dev.baton.pair.PairEvent.HostSilent;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairEvent.VerdictChanged;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.plan.PlanBuilder;
import dev.baton.world.RegisteredPair;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent of the pair was bound by another control plane: that is seen, said and on record. */
@QuarkusTest
@TestProfile(OnFakeHosts.class)
class BoundElsewhereTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SAID = "agents obey another control plane: west-app";

  @Inject EventLog log;
  @Inject FakeHosts hosts;

  @AfterEach
  void heal() {
    hosts.heal();
  }

  private static void awaitVerdict(RegisteredPair pair, String item, String beginning) {
    await()
        .atMost(LIMIT)
        .until(() ->
            pair.events().stream()
                .map(RecordedEvent::pairEvent)
                .anyMatch(event ->
                    event instanceof VerdictChanged verdict
                        && verdict.item().equals(item)
                        && verdict.to().startsWith(beginning)));
  }

  private static void awaitEvent(RegisteredPair pair, Class<? extends PairEvent> kind) {
    await()
        .atMost(LIMIT)
        .until(
            () -> pair.events().stream().map(RecordedEvent::pairEvent).anyMatch(kind::isInstance));
  }

  private void bindElsewhere() {
    hosts.show("west-app", "installation", Installations.ANOTHER.value());
  }

  @Test
  void isInStatusAlarmsAndDriftAndOnRecord() throws Exception {
    RegisteredPair pair = RegisteredPair.in(log);

    bindElsewhere();

    awaitVerdict(pair, "drift", SAID);
    awaitVerdict(pair, "binding", SAID);
    pair.status()
        .body("hosts.find { it.host == 'west-app' }.agent", equalTo("bound-elsewhere"))
        .body("drift", hasItem(startsWith(SAID)))
        .body("alarms", hasItem(startsWith(SAID)));
    hosts.show("west-app", "silent", "true");
    awaitEvent(pair, HostSilent.class);
    hosts.show("west-app", "silent", "false");
    awaitEvent(pair, HostAnswering.class);
    hosts.heal();
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            asViewer()
                .queryParam("pair", pair.id().value())
                .queryParam("type", "verdict.changed")
                .get("/v1/events")
                .then()
                .body("events.findAll { it.data.item == 'binding' }", hasSize(2)));
  }

  /** What an operation moves is not drift, and this is nothing that it moves. */
  @Test
  void isOnRecordWhileAnOperationIsUnderWay() throws Exception {
    RegisteredPair pair = RegisteredPair.in(log);
    String operation = waitingFor(pair);

    bindElsewhere();

    awaitVerdict(pair, "binding", SAID);
    pair.status().body("operation", equalTo(operation)).body("drift", hasItem(startsWith(SAID)));
    change()
        .body(Map.of("reason", "test"))
        .post("/v1/operations/%s/abort".formatted(operation))
        .then()
        .statusCode(202);
    pair.ended(operation);
  }

  /** An operation that does nothing but wait for a person. */
  private String waitingFor(RegisteredPair pair) {
    OperationId id = new OperationId("switchover-" + pair.id());
    PlanBuilder plan = new PlanBuilder();
    plan.phase("prepare", OnRefusal.PAUSE);
    String unused = plan.approval("await-approval", Duration.ofHours(1), Map.of());
    await()
        .atMost(LIMIT)
        .ignoreException(StaleVersionException.class)
        .until(() -> {
          List<RecordedEvent> appended =
              log.append(
                  StreamId.of(pair.id()),
                  pair.events().size(),
                  List.of(
                      new SwitchoverRequested(
                          id,
                          SwitchoverMode.GRACEFUL,
                          new SiteName("east"),
                          new SiteName("west"),
                          Optional.empty()),
                      NewOperation.plan(id, plan.list())),
                  Contexts.at(pair.status().extract().jsonPath().getLong("epoch")));
          return !appended.isEmpty();
        });
    var unusedView = pair.awaits(id.value(), "AWAITING_APPROVAL");
    return id.value();
  }
}
