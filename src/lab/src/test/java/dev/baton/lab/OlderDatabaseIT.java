package dev.baton.lab;

import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.lab.client.Api;
import dev.baton.lab.pair.ControlDatabase;
import dev.baton.lab.pair.ControlPlane;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The control plane comes back with its database of before a switchover. */
@Tag("lab")
@Tag("safety")
class OlderDatabaseIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @Test
  void afterTheRestoreOfAnOlderDatabaseItOnlyWatchesUntilItIsAdopted() {
    ControlPlane process = pair.lab().controlPlane();
    Replicas record = new Replicas(pair.lab());
    ControlDatabase database = record.database();
    whileDown(process, database::keep);
    succeeded(pair.graceful("west"));
    whileDown(process, database::restore);

    await().atMost(LIMIT).until(() -> alarms().contains("The log went back"));
    await().atMost(LIMIT).until(() -> alarms().contains("only watches"));
    int before = record.takeOvers().size();
    Api.Answer start = pair.ask("graceful", "west", "none");
    Api.Answer stop = pair.api().tryPost("/v1/stop", Map.of("reason", "test"));

    assertThat(start.status()).as(start.problem()).isEqualTo(409);
    assertThat(start.is("log-rolled-back") || start.is("record-stale")).isTrue();
    assertThat(stop.succeeded()).as(stop.problem()).isTrue();
    assertThat(pair.status().path("drift").toString()).contains("older than what agents know");
    assertThat(record.takeOvers()).hasSize(before);
    assertThat(pair.newlyLost("west")).isEmpty();

    pair.api().post("/v1/adopt", Map.of("reason", "test"));
    pair.api().post("/v1/stop/release", Map.of("reason", "test"));

    await().atMost(LIMIT).until(() -> alarms().equals("[]"));
    assertThat(pair.status().path("primary").asText()).isEqualTo("west");
    assertThat(pair.status().path("term").asLong()).isGreaterThan(2);
    pair.serves("west", "east");
    succeeded(pair.graceful("east"));
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  private static void whileDown(ControlPlane process, Runnable work) {
    process.signal("TERM");
    await().atMost(LIMIT).until(() -> !process.running());
    work.run();
    process.start();
    await().atMost(LIMIT).until(() -> pair.api().tryGet("/v1/pairs").succeeded());
  }

  private static String alarms() {
    return pair.status().path("alarms").toString();
  }
}
