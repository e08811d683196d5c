package dev.baton.lab;

import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.steps;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Layout;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Moving service between healthy sites, and what happens when one is not as healthy as it seems.
 */
@Tag("lab")
class GracefulSwitchoverIT {

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @Test
  void movesThereAndBackWithoutLosingARow() {
    JsonNode there = pair.graceful("west");

    succeeded(there);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
    assertThat(timelineReceived("east-db")).isEqualTo(timelineWritten("west-db"));

    JsonNode back = pair.graceful("east");

    succeeded(back);
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
    assertThat(timelineReceived("west-db")).isEqualTo(timelineWritten("east-db"));
    assertThat(back.path("term").asLong()).isEqualTo(there.path("term").asLong() + 1);
  }

  @Test
  void readerOfASlotGoesOnWhereItStoppedOnTheNewPrimary() {
    pair.lab()
        .postgres("east-db")
        .execute("select pg_create_physical_replication_slot('archive', true)");
    try {
      archive("east-db");

      succeeded(pair.graceful("west"));
      archive("west-db");

      assertThat(slots("west-db")).contains("archive", "east_db");
      assertThat(slots("east-db")).doesNotContain("archive");
    } finally {
      for (String host : List.of("east-db", "west-db")) {
        pair.lab()
            .postgres(host)
            .execute(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = 'archive'");
      }
    }
  }

  /** Reads WAL from that host up to what it has now, in one folder wherever it comes from. */
  private static void archive(String host) {
    String now = pair.lab().postgres(host).query("select pg_current_wal_flush_lsn()");
    String source =
        "host=%s port=5432 user=baton_replication passfile=/srv/postgresql/.pgpass"
            .formatted(Layout.ip(host));
    LabPostgres reader = pair.lab().postgres("east-db");
    String unusedFolder = reader.asPostgres("", "mkdir", "-p", "/srv/postgresql/archive");
    String unusedWords =
        reader.asPostgres(
            "",
            LabPostgres.BIN + "pg_receivewal",
            "--no-loop",
            "--directory=/srv/postgresql/archive",
            "--slot=archive",
            "--endpos=" + now,
            "--dbname=" + source);
  }

  private static List<String> slots(String host) {
    return pair.lab()
        .postgres(host)
        .query("select slot_name from pg_replication_slots")
        .lines()
        .toList();
  }

  @Test
  void doesWhatTheDryRunShowedAndReportsIt() {
    Map<String, Object> order = new HashMap<>(StandingPair.order("graceful", "west", "none"));
    order.put("validateOnly", true);
    JsonNode shown = pair.api().postWhenReady(StandingPair.switchovers(), order);
    order.remove("validateOnly");
    order.put("expectedPlanHash", shown.path("planHash").asText());

    JsonNode started = pair.api().postWhenReady(StandingPair.switchovers(), order);
    JsonNode ended = pair.ended(started.path("operation").asText());
    JsonNode report =
        pair.api().get("/v1/operations/%s/report".formatted(ended.path("operation").asText()));

    succeeded(ended);
    assertThat(ended.path("planHash")).isEqualTo(shown.path("planHash"));
    assertThat(ended.path("steps").findValuesAsText("id"))
        .isEqualTo(shown.path("steps").findValuesAsText("id"));
    assertThat(report.path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(report.path("plans").get(0).path("hash")).isEqualTo(shown.path("planHash"));
    assertThat(report.path("dataLoss").path("verdict").asText()).isEqualTo("ZERO");
    assertThat(report.path("dataLoss").path("evidence").path("shutdownCheckpoint").asText())
        .isEqualTo(step(ended, "stop-database").path("evidence").path("checkpointLsn").asText());
    assertThat(report.path("serviceGap").path("ms").asLong()).isPositive();
    assertThat(report.path("serviceGap").path("humanMs").asLong()).isZero();
    assertThat(report.path("open")).isEmpty();
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  private static String timelineReceived(String host) {
    return pair.lab().postgres(host).query("select received_tli from pg_stat_wal_receiver");
  }

  private static String timelineWritten(String host) {
    return pair.lab()
        .postgres(host)
        .query("select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int");
  }

  @Test
  void isRefusedBeforeAnythingStopsWhenTheStandbyDoesNotStream() {
    pair.lab().network().block("west-db", "east-db", 5432);
    try {
      pair.lab().postgres("west-db").signalOnly("walreceiver", "TERM");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              pair.lab()
                  .postgres("west-db")
                  .query("select count(*) from pg_stat_wal_receiver")
                  .equals("0"));
      JsonNode before = pair.api().get("/v1/operations");

      Api.Answer answer = pair.refusal("not-ready", "graceful", "west", "none");

      assertThat(answer.status()).as(answer.problem()).isEqualTo(422);
      assertThat(answer.body().path("checks").findValuesAsText("name")).contains("standby streams");
      assertThat(pair.api().get("/v1/operations")).isEqualTo(before);
      pair.served();
    } finally {
      pair.lab().network().unblock("west-db");
    }
  }

  /** The checkpointer is frozen so that the pause comes behind the checks for sure. */
  @Test
  void goesBackBeforeAnythingStopsWhenTheStandbyReceivesAndDoesNotReplay() {
    LabPostgres east = pair.lab().postgres("east-db");
    LabPostgres west = pair.lab().postgres("west-db");
    east.signalOnly("checkpointer", "STOP");
    String operation = pair.startGraceful("west");
    pair.reaches(operation, o -> step(o, "check-readiness").path("state").asText().equals("DONE"));
    west.execute("select pg_wal_replay_pause()");
    east.signalOnly("checkpointer", "CONT");
    JsonNode ended;
    try {
      ended = pair.ended(operation);
    } finally {
      west.execute("select pg_wal_replay_resume()");
    }

    assertThat(ended.path("outcome").asText()).as(ended.toPrettyString()).isEqualTo("ROLLED_BACK");
    assertThat(step(ended, "prove-replayed").path("why").asText())
        .contains("bytes are missing", "its replay is paused");
    assertThat(step(ended, "close-port").path("state").asText()).isEqualTo("PENDING");
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  /** It begins when the application is being drained: the first look has seen nothing of it. */
  @Test
  void goesBackBeforeAnythingStopsWhenReplayHaltsDuringTheDrain() {
    LabPostgres west = pair.lab().postgres("west-db");
    String operation = pair.startGraceful("west");
    pair.reaches(operation, StandingPair::replayed);
    west.execute("select pg_wal_replay_pause()");
    JsonNode ended;
    try {
      ended = pair.ended(operation);
    } finally {
      west.execute("select pg_wal_replay_resume()");
    }

    assertThat(ended.path("outcome").asText()).as(ended.toPrettyString()).isEqualTo("ROLLED_BACK");
    assertThat(steps(ended, "prove-replayed").getLast().path("why").asText())
        .contains("its replay is paused");
    assertThat(step(ended, "close-port").path("state").asText()).isEqualTo("PENDING");
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  @Test
  void goesBackWhenTheDatabaseDoesNotStopInTime() {
    String operation = pair.startGraceful("west");
    pair.reaches(operation, StandingPair::replayed);
    // A fast stop ends with a checkpoint, which this one never makes.
    pair.lab().postgres("east-db").signalOnly("checkpointer", "STOP");

    JsonNode ended = pair.ended(operation);

    assertThat(ended.path("outcome").asText()).as(ended.toPrettyString()).isEqualTo("ROLLED_BACK");
    assertThat(step(ended, "stop-database").path("why").asText()).contains("has not ended");
    assertThat(step(ended, "promote-database").path("state").asText()).isEqualTo("PENDING");
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  @Test
  void isCarriedOnWhenTheControlPlaneDiesInTheMiddle() {
    String operation = pair.startGraceful("west");
    pair.reaches(operation, StandingPair::replayed);
    pair.lab().postgres("east-db").signalOnly("checkpointer", "STOP");
    pair.reaches(operation, o -> step(o, "stop-database").path("state").asText().equals("RUNNING"));
    pair.lab().controlPlane().signal("KILL");
    await().until(() -> !pair.lab().controlPlane().running());
    pair.lab().postgres("east-db").signalOnly("checkpointer", "CONT");
    pair.lab().controlPlane().start();

    JsonNode ended = pair.ended(operation);

    succeeded(ended);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }
}
