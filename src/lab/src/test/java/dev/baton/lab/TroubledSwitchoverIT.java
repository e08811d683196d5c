package dev.baton.lab;

import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.AgentService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Switchovers that need a person, and calls that are not let through at all. */
@Tag("lab")
class TroubledSwitchoverIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @Test
  void waitsForAPersonWhenTheApplicationDiesAtBootAndGoesOnWhenAsked() {
    pair.lab().labgo("west-app").failAtBoot(true);
    String operation = pair.startGraceful("west");

    JsonNode paused = pair.settled(operation);

    pair.lab().labgo("west-app").failAtBoot(false);
    assertThat(paused.path("state").asText()).as(paused.toPrettyString()).isEqualTo("PAUSED");
    assertThat(step(paused, "promote-database").path("state").asText()).isEqualTo("DONE");
    assertThat(step(paused, "start-application").path("why").asText()).contains("fail-at-boot");
    assertThat(paused.path("moves"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("retry", "skip", "abort");

    pair.move(operation, "retry");

    succeeded(pair.ended(operation));
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  @Test
  void whatWasGivenUpAfterThePromotionIsCompletedByARecovery() {
    pair.lab().labgo("west-app").failAtBoot(true);
    String operation = pair.startGraceful("west");
    pair.reaches(operation, o -> o.path("state").asText().equals("PAUSED"));
    pair.lab().labgo("west-app").failAtBoot(false);
    pair.move(operation, "abort");
    JsonNode aborted = pair.ended(operation);

    String recovery = pair.startRecovery("auto", false);
    pair.reaches(recovery, o -> step(o, "take-address").path("state").asText().equals("DONE"));
    List<String> bursts =
        pair.lab()
            .host("west-app")
            .run("sh", "-c", "pgrep -f '^/usr/bin/arping -U' || true")
            .lines()
            .toList();
    JsonNode recovered = pair.ended(recovery);

    assertThat(aborted.path("outcome").asText()).isEqualTo("ABORTED");
    assertThat(aborted.path("halfDone").asText()).contains("A recovery of east completes it");
    succeeded(recovered);
    assertThat(bursts).as("West took the address twice and claims it once").hasSizeLessThan(2);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  /** The checkpointer is frozen so that the pause comes before the promotion for sure. */
  @Test
  void pausedSwitchoverWhosePrimaryIsLostGoesOnAsAForcedOne() {
    LabPostgres east = pair.lab().postgres("east-db");
    east.signalOnly("checkpointer", "STOP");
    String operation = pair.startGraceful("west");
    pair.move(operation, "pause");
    east.signalOnly("checkpointer", "CONT");
    JsonNode held = pair.settled(operation);
    Parallel.run(east::kill, () -> pair.lab().labgo("east-app").kill());

    Api.Answer escalated =
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    pair.api()
                        .tryMove(
                            held,
                            "escalate",
                            Map.of("reason", "east is lost", "acceptDataLoss", "unknown")),
                answer -> !answer.is("primary-serves"));
    JsonNode ended = pair.ended(operation);

    assertThat(held.path("why").asText()).contains("had it paused: test");
    assertThat(escalated.status()).as(escalated.problem()).isEqualTo(202);
    assertThat(ended.path("planHash")).isNotEqualTo(held.path("planHash"));
    assertThat(ended.path("mode").asText()).isEqualTo("forced");
    assertThat(ended.path("outcome").asText())
        .as(ended.toPrettyString())
        .isEqualTo("COMPLETED_WITH_EXCEPTIONS");
    assertThat(pair.status().path("primary").asText()).isEqualTo("west");
    pair.served();
    List<String> accepted = pair.newlyLost("west");
    assertThat(accepted).as("rows that were never sent to west").hasSizeLessThan(1000);
  }

  @Test
  void doesNotTakeAnAddressThatSomebodyElseAnswersFor() {
    String operation = pair.startGraceful("west");
    pair.lab().network().usurpAddress();
    String usurper = pair.lab().network().usurper();
    JsonNode paused;
    try {
      paused = pair.settled(operation);
    } finally {
      pair.lab().network().endUsurpation();
    }

    JsonNode refused = step(paused, "prove-address-free");
    assertThat(refused.path("state").asText()).as(paused.toPrettyString()).isEqualTo("REFUSED");
    assertThat(refused.path("why").asText()).containsIgnoringCase(usurper);
    assertThat(paused.path("state").asText()).isEqualTo("PAUSED");
    assertThat(step(paused, "take-address").path("state").asText()).isEqualTo("PENDING");

    pair.move(operation, "retry");

    JsonNode ended = pair.ended(operation);
    boolean moved = ended.path("outcome").asText().equals("SUCCEEDED");
    assertThat(ended.path("outcome").asText()).isIn("SUCCEEDED", "ROLLED_BACK");
    pair.serves(moved ? "west" : "east", moved ? "east" : "west");
    assertThat(pair.newlyLost(moved ? "west" : "east")).isEmpty();
  }

  @Test
  void hostWithAnothersCertificateIsNotTrusted() {
    LabHost host = pair.lab().host("west-app");
    certify(host, "west-db");
    try {
      await().atMost(LIMIT).until(() -> agentState("west-app").equals("untrusted"));

      Api.Answer graceful = pair.ask("graceful", "west", "none");
      Api.Answer forced = pair.ask("forced", "west", "unknown");

      assertThat(statusOf("west-app").path("why").asText()).contains("baton://host/west-db");
      assertThat(graceful.is("not-ready")).as(graceful.problem()).isTrue();
      assertThat(graceful.body().path("checks").findValuesAsText("name"))
          .contains("agent west-app");
      assertThat(forced.is("hosts-unreachable")).as(forced.problem()).isTrue();
      assertThat(forced.body().path("hosts"))
          .extracting(JsonNode::asText)
          .containsExactly("west-app");
    } finally {
      certify(host, "west-app");
    }
    await().atMost(LIMIT).until(() -> agentState("west-app").equals("up"));
  }

  private static void certify(LabHost host, String identity) {
    AgentService agent = pair.lab().agent(host.name());
    agent.signal("KILL");
    await().until(() -> !agent.running());
    pair.lab().certificates().issueTo(identity, host.folder().resolve("baton"));
    agent.start();
  }

  private static String agentState(String host) {
    return statusOf(host).path("agent").asText();
  }

  private static JsonNode statusOf(String host) {
    return StreamSupport.stream(pair.status().path("hosts").spliterator(), false)
        .filter(known -> known.path("host").asText().equals(host))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pairNobodyRegisteredIsNotFound() {
    Map<String, String> order = StandingPair.order("graceful", "west", "none");

    Api.Answer answer = pair.api().tryPost("/v1/pairs/nobody/switchovers", order);

    assertThat(answer.status()).as(answer.problem()).isEqualTo(404);
    assertThat(answer.is("not-found")).isTrue();
  }

  @Test
  void callRepeatedUnderItsKeyIsAnsweredWithTheSameOperation() {
    Map<String, String> order = StandingPair.order("graceful", "west", "none");
    String path = StandingPair.switchovers();
    String key = "once-only";

    Api.Answer first =
        await()
            .atMost(LIMIT)
            .until(() -> pair.api().tryPost(path, order, key), Api.Answer::succeeded);
    Api.Answer again = pair.api().tryPost(path, order, key);
    Api.Answer other =
        pair.api().tryPost(path, StandingPair.order("graceful", "east", "none"), key);

    String operation = first.body().path("operation").asText();
    assertThat(again.status()).as(again.problem()).isEqualTo(202);
    assertThat(again.body().path("operation").asText()).isEqualTo(operation);
    assertThat(other.is("idempotency-key-reused")).as(other.problem()).isTrue();
    succeeded(pair.ended(operation));
    assertThat(operationsFrom(operation)).hasSize(1);
  }

  private static List<String> operationsFrom(String operation) {
    List<String> all =
        pair.api().get("/v1/operations").path("operations").findValuesAsText("operation");
    return all.subList(0, all.indexOf(operation) + 1);
  }
}
