package dev.baton.lab;

import static dev.baton.lab.StandingPair.PAIR;
import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The old primary is back, and the way back is not the plain one. */
@Tag("long")
@Tag("lab")
class ComesBackIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  private static void loseEast() {
    Lab lab = pair.lab();
    Parallel.run(() -> lab.postgres("east-db").kill(), () -> lab.labgo("east-app").kill());
    succeeded(pair.forced("west", "unknown"));
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();
  }

  private static void signalCopy(String signal) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            pair.lab().host("east-db").succeeds("pkill", "-" + signal, "-x", "pg_basebackup"));
  }

  @Test
  void rewindThatFailsIsFollowedByACopyOnceSomebodyAgrees() {
    Lab lab = pair.lab();
    String unreadable = LabPostgres.DATA + "/base/1/left-by-root";
    loseEast();
    // No check beforehand asks for every file of the other server; pg_rewind meets this one midway.
    lab.host("west-db").run("install", "-m", "000", "/dev/null", unreadable);

    String recovery = pair.startRecovery("auto", false);
    JsonNode waiting = pair.settled(recovery);

    assertThat(waiting.path("state").asText())
        .as(waiting.toPrettyString())
        .isEqualTo("AWAITING_APPROVAL");
    assertThat(waiting.path("why").asText()).contains("only a base backup helps", "approve-copy");
    assertThat(step(waiting, "rewind-database").path("state").asText()).isEqualTo("REFUSED");
    assertThat(step(waiting, "rewind-database").path("evidence").path("broken").asText())
        .isEqualTo("true");
    pair.served();

    lab.host("west-db").run("rm", unreadable);
    CompletableFuture<Void> held = CompletableFuture.runAsync(() -> signalCopy("STOP"));
    Api.Answer approved = pair.approve(recovery, waiting.path("planHash").asText());
    assertThat(approved.status()).as(approved.problem()).isEqualTo(202);
    held.join();
    JsonNode copying =
        pair.reaches(
            recovery,
            operation -> step(operation, "copy-database").path("progress").has("bytesTotal"));
    signalCopy("CONT");
    JsonNode recovered = pair.ended(recovery);

    assertThat(step(copying, "copy-database").path("progress").path("bytesTotal").asLong())
        .isPositive();
    succeeded(recovered);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
    JsonNode divergence =
        pair.api().get("/v1/operations/" + recovery + "/report").path("divergence");
    assertThat(divergence.path("rejoinedBy").asText()).isEqualTo("basebackup");
    assertThat(divergence.path("because").asText()).contains("pg_rewind");
    assertThat(divergence.path("walBytes").asLong()).isNotNegative();
    pruned(Path.of(step(recovered, "copy-database").path("evidence").path("kept").asText()));
  }

  private static void pruned(Path kept) {
    String prune =
        pair.api()
            .postWhenReady("/v1/pairs/" + PAIR + "/prunes", Map.of("reason", "test"))
            .path("operation")
            .asText();
    JsonNode waiting = pair.settled(prune);
    assertThat(waiting.path("why").asText()).contains(kept.getFileName().toString());
    assertThat(pair.lab().host("east-db").succeeds("test", "-d", kept.toString())).isTrue();

    Api.Answer approved = pair.approve(prune, waiting.path("planHash").asText());

    assertThat(approved.status()).as(approved.problem()).isEqualTo(202);
    succeeded(pair.ended(prune));
    assertThat(pair.lab().host("east-db").succeeds("test", "-d", kept.toString())).isFalse();
    pair.serves("west", "east");
  }

  @Test
  void approvedReturnWaitsForItsWindowAndCanBeCalledOff() {
    loseEast();
    Instant later = Instant.now().plus(Duration.ofHours(1));
    String recovery =
        pair.api()
            .postWhenReady(
                "/v1/pairs/" + PAIR + "/recoveries",
                Map.of("returnHome", true, "notBefore", later.toString(), "reason", "test"))
            .path("operation")
            .asText();
    JsonNode asked = pair.settled(recovery);
    assertThat(asked.path("state").asText())
        .as(asked.toPrettyString())
        .isEqualTo("AWAITING_APPROVAL");
    assertThat(pair.approve(recovery, asked.path("planHash").asText()).status()).isEqualTo(202);

    JsonNode waiting =
        pair.reaches(recovery, o -> o.path("why").asText().contains("await-window waits until"));
    pair.move(recovery, "abort");
    JsonNode ended = pair.ended(recovery);

    assertThat(waiting.path("state").asText()).isEqualTo("RUNNING");
    assertThat(ended.path("outcome").asText()).isEqualTo("ABORTED");
    assertThat(ended.path("halfDone").asText())
        .contains("west is primary as before and east follows it");
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }
}
