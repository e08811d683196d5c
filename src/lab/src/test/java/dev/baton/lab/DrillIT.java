package dev.baton.lab;

import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.pair.AgentService;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rehearsals beside a pair that serves under load all the time. */
@Tag("long")
@Tag("lab")
class DrillIT {

  private static final String DRILLS = "/v1/pairs/" + StandingPair.PAIR + "/drills";
  private static final Map<String, Object> ORDER = Map.of("reason", "quarterly");

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  private static String start() {
    return pair.api().postWhenReady(DRILLS, ORDER).path("operation").asText();
  }

  @Test
  void thePairIsAsBeforeAndTheDrillIsRemembered() {
    long term = pair.status().path("term").asLong();

    JsonNode drill = pair.ended(start());

    succeeded(drill);
    JsonNode measured = step(drill, "drill-promote").path("evidence");
    assertThat(measured.path("rows").asText()).isEqualTo("1");
    assertThat(measured.path("firstWriteMs").asLong()).isPositive();
    assertThat(step(drill, "drill-copy").path("evidence").path("bytes").asLong()).isPositive();
    untouched(term);
    JsonNode last = pair.status().path("readiness").path("drill");
    assertThat(last.path("operation").asText()).isEqualTo(drill.path("operation").asText());
    assertThat(last.path("due").asBoolean(true)).isFalse();
    assertThat(last.path("age").asText()).isEqualTo("0 days ago");
    System.out.println("drill " + drill.path("steps"));
  }

  @Test
  void agentThatIsKilledInTheMiddleLeavesNothing() {
    long term = pair.status().path("term").asLong();
    AgentService agent = pair.lab().agent("west-db");
    String id = start();
    pair.reaches(
        id, operation -> !step(operation, "drill-copy").path("state").asText().equals("PENDING"));

    agent.signal("KILL");
    await().until(() -> !agent.running());
    agent.start();

    JsonNode drill = pair.ended(id);
    assertThat(drill.path("outcome").asText())
        .as(drill.toPrettyString())
        .isIn("SUCCEEDED", "ROLLED_BACK");
    untouched(term);
  }

  @Test
  void applicationThatNoPolicyLetsBeRehearsedIsRefusedBeforeAnythingIsCopied() {
    Api.Answer answer =
        pair.api().tryPost(DRILLS, Map.of("reason", "quarterly", "application", true));

    assertThat(answer.is("not-ready")).as(answer.problem()).isTrue();
    assertThat(answer.problem()).contains("application.drill");
  }

  @Test
  void checksCanBeMadeWithoutADrill() {
    JsonNode checks =
        pair.api()
            .tryPost("/v1/pairs/" + StandingPair.PAIR + "/prechecks", Map.of("operation", "drill"))
            .body();

    assertThat(checks.path("verdict").asText()).as(checks.toPrettyString()).isEqualTo("READY");
    assertThat(checks.path("checks")).isNotEmpty();
  }

  private static void untouched(long term) {
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
    assertThat(pair.status().path("term").asLong()).isEqualTo(term);
    assertThat(pair.lab().host("west-db").succeeds("test", "!", "-e", "/srv/postgresql/data.drill"))
        .isTrue();
    assertThat(pair.lab().host("west-db").succeeds("pgrep", "-f", "cluster_name=baton-drill"))
        .isFalse();
  }
}
