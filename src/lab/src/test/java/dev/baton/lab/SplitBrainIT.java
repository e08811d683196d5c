package dev.baton.lab;

import static dev.baton.lab.StandingPair.PAIR;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody went past Baton, and both sites serve. */
@Tag("long")
@Tag("lab")
class SplitBrainIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @Test
  void standbyThatWasPromotedByHandIsFoundAndGivesWay() {
    promoteByHand("west-db");

    JsonNode seen = seen("two-writable-primaries");
    Api.Answer switchover = pair.ask("forced", "west", "unknown");
    Api.Answer recovery = recover(Map.of("rejoin", "auto", "reason", "test"));
    Api.Answer resolve = recover(Map.of("survivor", "east", "reason", "test"));

    assertThat(seen.path("hosts").toString()).isEqualTo("[\"east-db\",\"west-db\"]");
    assertThat(seen.path("next").toString()).contains("survivor");
    assertThat(switchover.is("split-brain")).as(switchover.problem()).isTrue();
    assertThat(recovery.is("split-brain")).as(recovery.problem()).isTrue();
    JsonNode resolved = pair.ended(resolve.body().path("operation").asText());
    succeeded(resolved);
    assertThat(pair.status().path("splitBrain").isMissingNode()).isTrue();
    Path kept =
        Path.of(
            StandingPair.step(resolved, "copy-database").path("evidence").path("kept").asText());
    assertThat(
            pair.lab()
                .host("west-db")
                .succeeds("test", "-f", kept.resolve("PG_VERSION").toString()))
        .as("the data that gave way, in %s", kept)
        .isTrue();
    pair.serves("east", "west");
    // The client's second path writes to whichever database takes it: those rows were kept above.
    assertThat(pair.newlyLost("east")).noneMatch(row -> row.startsWith("labgo_row"));
  }

  @Test
  void sideThatWasPromotedByHandMaySurviveAndIsPrimaryThen() {
    long term = pair.status().path("term").asLong();
    promoteByHand("west-db");
    JsonNode seen = seen("two-writable-primaries");

    Api.Answer resolve = recover(Map.of("survivor", "west", "reason", "test"));

    assertThat(seen.path("evidence").toString()).contains("writes on timeline");
    succeeded(pair.ended(resolve.body().path("operation").asText()));
    assertThat(pair.status().path("primary").asText()).isEqualTo("west");
    assertThat(pair.status().path("term").asLong()).isEqualTo(term + 1);
    pair.serves("west", "east");
    // What east acknowledged while both wrote is in its old data folder only.
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();
  }

  @Test
  void addressOnTwoHostsIsTakenOffTheOneThatDoesNotServe() {
    pair.lab().host("west-app").run("ip", "addr", "add", Layout.ADDRESS + "/24", "dev", "eth0");

    JsonNode seen = seen("address-on-two-hosts");
    Api.Answer resolve = recover(Map.of("survivor", "east", "reason", "test"));

    assertThat(seen.path("hosts").toString()).isEqualTo("[\"east-app\",\"west-app\"]");
    JsonNode resolved = pair.ended(resolve.body().path("operation").asText());
    succeeded(resolved);
    assertThat(resolved.toString()).doesNotContain("copy-database");
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  @Test
  void survivorIsOnlyForASplitBrain() {
    Api.Answer answer = recover(Map.of("survivor", "east", "reason", "test"));

    assertThat(answer.is("no-split-brain")).as(answer.problem()).isTrue();
  }

  private static void promoteByHand(String host) {
    assertThat(pair.lab().postgres(host).query("select pg_promote(true, 30)").strip())
        .isEqualTo("t");
  }

  private static JsonNode seen(String finding) {
    return await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> pair.status().path("splitBrain"),
            split -> split.path("finding").asText().equals(finding));
  }

  private static Api.Answer recover(Map<String, ?> order) {
    return pair.api().tryPost("/v1/pairs/" + PAIR + "/recoveries", order);
  }
}
