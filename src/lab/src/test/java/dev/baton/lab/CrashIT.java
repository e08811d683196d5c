package dev.baton.lab;

import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.watch.MeasuredRun;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The control plane is killed with -9 as soon as a step of a real run is on record, and started
 * again. {@code CrashTest} does the same everywhere; this is the proof that it does it faithfully.
 */
@Tag("long")
@Tag("lab")
class CrashIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(strings = {"sync-files", "stop-database", "promote-database", "start-application"})
  void switchoverEndsWellWhereverTheControlPlaneIsKilled(String step) {
    String operation = pair.startGraceful("west");
    killOnceOnRecord(operation, step);

    JsonNode ended = pair.ended(operation);

    succeeded(ended);
    eachStepWasTriedOnce(ended);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
    assertThat(pair.api().get("/v1/events/verify").path("verified").asBoolean()).isTrue();
  }

  @Test
  void lostPrimaryIsLeftAndRewoundAlthoughTheControlPlaneIsKilledOverBoth() {
    Lab lab = pair.lab();
    Parallel.run(() -> lab.postgres("east-db").kill(), () -> lab.labgo("east-app").kill());
    String forced = pair.startForced("west", "unknown");
    killOnceOnRecord(forced, "promote-database");
    JsonNode left = pair.ended(forced);
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();

    String recovery = pair.startRecovery("rewind", false);
    killOnceOnRecord(recovery, "rewind-database");
    JsonNode recovered = pair.ended(recovery);

    succeeded(left);
    succeeded(recovered);
    eachStepWasTriedOnce(left);
    eachStepWasTriedOnce(recovered);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  private static void killOnceOnRecord(String operation, String step) {
    pair.reaches(operation, o -> !step(o, step).path("state").asText().equals("PENDING"));
    pair.lab().controlPlane().signal("KILL");
    await().atMost(LIMIT).until(() -> !pair.lab().controlPlane().running());
    pair.lab().controlPlane().start();
  }

  private static void eachStepWasTriedOnce(JsonNode operation) {
    assertThat(MeasuredRun.steps(operation))
        .as(operation.toPrettyString())
        .allSatisfy(
            step -> assertThat(step.path("attempt").asInt()).isEqualTo(needed(step) ? 1 : 0));
  }

  /** A step of the way that would be gone if another failed is never tried when that did not. */
  private static boolean needed(JsonNode step) {
    return !step.path("evidence").path("needed").asText().equals("false");
  }
}
