package dev.baton.lab;

import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.pair.ControlDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The control plane's own database goes away in the middle of a switchover and comes back. */
@Tag("lab")
class DatabaseAwayIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @Test
  void runningStepsFinishNothingNewStartsAndWorkGoesOnWhenItIsBack() {
    Replicas record = new Replicas(pair.lab());
    ControlDatabase database = record.database();
    String operation = pair.startHanging(pair.api());
    List<Replicas.Recorded> owners = record.takeOvers();
    database.takeAway();
    await().atMost(LIMIT).until(() -> isAway(pair.api().tryGet("/v1/operations/" + operation)));
    pair.letStop();

    await()
        .atMost(LIMIT)
        .until(() ->
            !pair.lab()
                .host("east-db")
                .succeeds("test", "-e", LabPostgres.DATA + "/postmaster.pid"));
    Api.Answer start = pair.ask("graceful", "west", "none");
    Api.Answer status = pair.api().tryGet("/v1/pairs/" + StandingPair.PAIR);
    Api.Answer events = pair.api().tryGet("/v1/events");
    boolean promoted =
        pair.orders(operation).stream().anyMatch(order -> order.contains("postgres.promote"));
    database.giveBack();

    assertThat(isAway(start)).as(start.problem()).isTrue();
    assertThat(isAway(status)).as(status.problem()).isTrue();
    assertThat(isAway(events)).as(events.problem()).isTrue();
    assertThat(promoted).isFalse();
    await().atMost(LIMIT).until(() -> pair.api().tryGet("/v1/operations").succeeded());
    JsonNode ended = pair.ended(operation);
    succeeded(ended);
    assertThat(step(ended, "stop-database").path("attempt").asInt(1)).isEqualTo(1);
    assertThat(record.takeOvers()).isEqualTo(owners);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  private static boolean isAway(Api.Answer answer) {
    return answer.status() == 503 && answer.is("database-unavailable");
  }
}
