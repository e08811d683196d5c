package dev.baton.operation.api;

import static dev.baton.access.TestTokens.asViewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.IdleOwner;
import dev.baton.operation.engine.Situations;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.plan.PlanBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of operations, page by page. */
@QuarkusTest
class OperationListTest {

  private static final int COUNT = 7;

  @Inject EventLog log;
  @Inject DataSource dataSource;

  private final PairId pair = new PairId("listed-" + UUID.randomUUID().toString().substring(0, 8));
  private long version;

  @BeforeEach
  void operationsThatEnded() throws Exception {
    IdleOwner.hold(dataSource, pair);
    PairState idle = Situations.idle();
    append(List.of(new PairRegistered(pair, idle.home(), idle.sites(), idle.address(), "7")));
    for (int i = 1; i <= COUNT; i++) {
      append(operation(i));
    }
  }

  @Test
  void rowSaysWhatTheOperationSays() {
    String id = name(COUNT).value();
    JsonPath whole = asViewer().get("/v1/operations/" + id).jsonPath();

    JsonPath list = list(null, 1);

    Map<String, Object> row = list.getMap("operations[0]");
    assertThat(row)
        .containsKeys("operation", "pair", "kind", "state", "outcome", "planHash", "version")
        .doesNotContainKeys("steps", "moves");
    row.forEach((field, value) -> assertThat(value).as(field).isEqualTo(whole.get(field)));
  }

  @Test
  void pagesHoldEveryOperationOnceThoughMoreAreAdded() throws Exception {
    List<String> seen = new ArrayList<>();
    JsonPath page = list(null, 3);
    seen.addAll(page.getList("operations.operation"));

    append(operation(COUNT + 1));
    while (page.getString("next") != null) {
      page = list(page.getString("next"), 3);
      seen.addAll(page.getList("operations.operation"));
    }

    assertThat(seen)
        .isEqualTo(
            IntStream.rangeClosed(1, COUNT).mapToObj(i -> name(COUNT + 1 - i).value()).toList());
  }

  @Test
  void cursorOfAnotherPairIsRefused() {
    String next = list(null, 2).getString("next");

    asViewer()
        .queryParam("after", next)
        .get("/v1/operations")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/cursor-of-another-query"));
    asViewer()
        .queryParam("after", "17")
        .get("/v1/operations")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/cursor-unreadable"));
  }

  private JsonPath list(@Nullable String after, int limit) {
    var call = asViewer().queryParam("pair", pair.value()).queryParam("limit", limit);
    return (after == null ? call : call.queryParam("after", after))
        .get("/v1/operations")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private OperationId name(int number) {
    return new OperationId("switchover-%s-%d".formatted(pair, number));
  }

  private List<PairEvent> operation(int number) {
    PairState idle = Situations.idle();
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("prepare", OnRefusal.PAUSE);
    planBuilder.leaf(idle.primarySite().application(), "drain-application", Map.of());
    OperationId id = name(number);
    return List.of(
        new SwitchoverRequested(
            id,
            SwitchoverMode.GRACEFUL,
            idle.primary(),
            idle.standbySite().name(),
            Optional.empty()),
        NewOperation.plan(id, planBuilder.list()),
        new OperationEnded(id, Outcome.ABORTED, List.of(), Optional.empty()));
  }

  private void append(List<PairEvent> events) throws Exception {
    log.append(StreamId.of(pair), version, events, Contexts.engine());
    version += events.size();
  }
}
