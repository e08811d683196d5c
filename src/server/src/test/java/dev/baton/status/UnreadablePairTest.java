package dev.baton.status;

import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.ForeignEvents;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.IdleOwner;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairId;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One pair that a newer version has written to, beside another one. */
@QuarkusTest
class UnreadablePairTest {

  private static final SiteName EAST = new SiteName("east");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Inject SqlEventLog log;
  @Inject DataSource dataSource;

  // In front of the other one, in lists and in every loop over them.
  private final PairId strange = new PairId("a-strange-" + suffix());
  private final PairId plain = new PairId("b-plain-" + suffix());

  @BeforeEach
  void twoPairs() throws Exception {
    register(strange);
    register(plain);
  }

  @Test
  void pairWithAnUnknownEventSaysSoAndNothingElse() throws Exception {
    ForeignEvents.append(log, StreamId.of(strange), "pair.renamed", "{\"name\":\"x\"}");

    asViewer()
        .get("/v1/pairs/" + strange)
        .then()
        .statusCode(200)
        .body("pair", equalTo(strange.value()))
        .body("alarms", hasSize(1))
        .body("alarms[0]", containsString("event type 'pair.renamed' is not known"))
        .body("primary", nullValue())
        .body("hosts", empty());
    asViewer()
        .get("/v1/pairs/%s/sync".formatted(strange))
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/record-unreadable"))
        .body("detail", containsString("pair.renamed"));
    change()
        .body("{\"to\":\"west\",\"mode\":\"graceful\",\"reason\":\"move\"}")
        .post("/v1/pairs/%s/switchovers".formatted(strange))
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/record-unreadable"));
  }

  @Test
  void otherPairsAreShownAndDrivenAllTheSame() throws Exception {
    ForeignEvents.append(log, StreamId.of(strange), "pair.renamed", "{\"name\":\"x\"}");
    IdleOwner.release(dataSource, strange);
    IdleOwner.release(dataSource, plain);

    await().atMost(LIMIT).until(() -> !owner(plain).equals("idle"));

    assertThat(owner(strange)).isEqualTo("idle");
    asViewer()
        .get("/v1/pairs?limit=1000")
        .then()
        .statusCode(200)
        .body("pairs.pair", hasItem(strange.value()))
        .body("pairs.find { it.pair == '%s' }.primary".formatted(plain), equalTo("east"))
        .body("pairs.find { it.pair == '%s' }.alarms".formatted(plain), empty())
        .body("pairs.find { it.pair == '%s' }.alarms".formatted(strange), not(empty()));
    asViewer().get("/v1/stop").then().statusCode(200);
    asViewer().get("/v1/operations").then().statusCode(200);
  }

  @Test
  void unknownFieldIsPassedOver() throws Exception {
    ForeignEvents.append(
        log,
        StreamId.of(strange),
        "verdict.changed",
        "{\"evidence\":\"\",\"from\":\"\",\"item\":\"x\",\"mood\":\"good\",\"to\":\"IN_SYNC\"}");

    asViewer()
        .get("/v1/pairs/" + strange)
        .then()
        .statusCode(200)
        .body("primary", equalTo("east"))
        .body("alarms", empty());
  }

  @Test
  void unknownWordInAKnownFieldMakesThePairUnreadable() throws Exception {
    ForeignEvents.append(
        log,
        StreamId.of(strange),
        "operation.ended",
        "{\"exceptions\":[],\"operation\":\"switchover-1\",\"outcome\":\"FORGOTTEN\"}");

    asViewer()
        .get("/v1/pairs/" + strange)
        .then()
        .statusCode(200)
        .body("alarms[0]", containsString("operation.ended"));
  }

  private void register(PairId pair) throws Exception {
    IdleOwner.hold(dataSource, pair);
    log.append(
        StreamId.of(pair),
        0,
        List.of(
            new PairRegistered(
                pair, EAST, List.of(site(pair, "east"), site(pair, "west")), "10.77.0.100", "7")),
        Contexts.engine());
  }

  private static Site site(PairId pair, String name) {
    return new Site(
        new SiteName(name),
        new HostId(pair + "-" + name + "-app"),
        new HostId(pair + "-" + name + "-db"),
        "10.77.0.12:5432");
  }

  private String owner(PairId pair) throws Exception {
    try (var connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement("select owner from pair_lease where pair = ?")) {
      statement.setString(1, pair.value());
      try (var row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getString(1);
      }
    }
  }

  private static String suffix() {
    return UUID.randomUUID().toString().substring(0, 8);
  }
}
