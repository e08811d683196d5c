package dev.baton.lab;

import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.client.ClientControl;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.AgentService;
import dev.baton.lab.pair.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A primary that is lost in different ways, and each way back. */
@Tag("lab")
class DisasterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @Test
  void serviceIsNotTakenByForceFromAPrimaryThatServes() {
    Api.Answer answer = pair.ask("forced", "west", "unknown");

    assertThat(answer.status()).as(answer.problem()).isEqualTo(422);
    assertThat(answer.is("primary-serves")).isTrue();
  }

  @Test
  void oldHostThatDoesNotAnswerIsNamedAndAWrongAttestationOfItContradicted() {
    AgentService agent = pair.lab().agent("east-db");
    agent.signal("KILL");
    try {
      Api.Answer answer = pair.ask("forced", "west", "unknown");
      Api.Answer attested = pair.askAttesting("west", "unknown", "east-db");

      assertThat(answer.status()).as(answer.problem()).isEqualTo(422);
      assertThat(answer.is("fencing-missing")).as(answer.problem()).isTrue();
      assertThat(answer.body().path("hosts"))
          .extracting(JsonNode::asText)
          .containsExactly("east-db");
      assertThat(attested.is("attestation-contradicted")).as(attested.problem()).isTrue();
      assertThat(pair.status().path("primary").asText()).isEqualTo("east");
    } finally {
      await().until(() -> !agent.running());
      agent.start();
    }
  }

  @Test
  void primaryThatStoppedCleanlyLosesNothingAndFollows() {
    pair.lab().labgo("east-app").kill();
    pair.lab().postgres("east-db").stop();

    JsonNode forced = pair.forced("west", "none");
    JsonNode recovered = pair.recover("auto", false);

    succeeded(forced);
    succeeded(recovered);
    assertThat(recovered.path("mode").asText()).isEqualTo("follow");
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
    assertThat(pair.graceful("east").path("outcome").asText()).isEqualTo("SUCCEEDED");
  }

  @Test
  void primaryThatWroteWhatTheStandbyNeverGotIsRewoundAndReturnsWhenApproved() {
    loseRows();
    Api.Answer quoted = pair.refusal("data-loss-not-accepted", "forced", "west", "none");

    JsonNode forced = pair.forced("west", "unknown");

    assertThat(quoted.body().path("quote").path("exact").asBoolean(true))
        .as(quoted.problem())
        .isFalse();
    succeeded(forced);
    pair.served();
    assertThat(pair.newlyLost("west")).isNotEmpty();

    String recovery = pair.startRecovery("auto", true);
    JsonNode waiting = pair.settled(recovery);

    assertThat(waiting.path("state").asText())
        .as(waiting.toPrettyString())
        .isEqualTo("AWAITING_APPROVAL");
    assertThat(waiting.path("mode").asText()).isEqualTo("rewind");
    assertThat(step(waiting, "rewind-database").path("state").asText()).isEqualTo("DONE");
    pair.serves("west", "east");

    Api.Answer second = pair.ask("graceful", "east", "none");
    Api.Answer wrong = pair.approve(recovery, "0".repeat(64));
    Api.Answer right = pair.approve(recovery, waiting.path("planHash").asText());

    assertThat(second.is("operation-running")).as(second.problem()).isTrue();
    assertThat(second.body().path("operation").asText()).isEqualTo("/v1/operations/" + recovery);
    assertThat(wrong.is("plan-changed")).as(wrong.problem()).isTrue();
    assertThat(right.status()).as(right.problem()).isEqualTo(202);
    succeeded(pair.ended(recovery));
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  /** PostgreSQL and labgo of east end by -9 with acknowledged rows that west never received. */
  private static void loseRows() {
    Lab lab = pair.lab();
    lab.network().block("west-db", "east-db", 5432);
    ClientControl.Window before = lab.clientControl().window();
    await().atMost(LIMIT).until(() -> lab.clientControl().window().rows() > before.rows() + 50);
    Parallel.run(() -> lab.postgres("east-db").kill(), () -> lab.labgo("east-app").kill());
    lab.network().unblock("west-db");
  }

  /** labgo answers its health check for ever, as GoCD does, and its own agent knows better. */
  @Test
  void applicationThatAnswersWithoutTheHostOfItsDatabaseIsFencedAndReplaced() {
    Lab lab = pair.lab();
    lab.host("east-db").powerOff();
    JsonNode forced;
    try {
      lab.labgo("east-app").awaitUp();
      Api.Answer unfenced = pair.ask("forced", "west", "unknown");

      forced = pair.forcedAttesting("west", "unknown", "east-db");

      assertThat(unfenced.is("fencing-missing")).as(unfenced.problem()).isTrue();
      assertThat(unfenced.body().path("hosts"))
          .extracting(JsonNode::asText)
          .containsExactly("east-db");
      assertThat(lab.labgo("east-app").running()).isFalse();
      assertThat(lab.holdsAddress("east-app")).isFalse();
      pair.served();
    } finally {
      lab.host("east-db").powerOn();
      await().atMost(LIMIT).until(DisasterIT::everyAgentAnswers);
    }
    succeeded(forced);
    assertThat(step(forced, "gather-opinions").path("evidence").path("agentOfApplication").asText())
        .contains("its application is up")
        .contains("cannot reach its database");
    assertThat(step(forced, "verify-attestation").path("state").asText()).isEqualTo("DONE");
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();

    JsonNode recovered = pair.recover("auto", false);

    succeeded(recovered);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  private static boolean everyAgentAnswers() {
    return pair.status()
        .path("hosts")
        .valueStream()
        .allMatch(host -> host.path("agent").asText().equals("up"));
  }

  @Test
  void databaseIsCopiedAfreshWhenAskedForAndTheOldOneIsKept() {
    Lab lab = pair.lab();
    Parallel.run(() -> lab.postgres("east-db").kill(), () -> lab.labgo("east-app").kill());
    succeeded(pair.forced("west", "unknown"));
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();

    Api.Answer literally =
        pair.api()
            .tryPost(
                "/v1/pairs/" + StandingPair.PAIR + "/recoveries",
                Map.of("procedure", "documented", "rejoin", "basebackup", "reason", "test"));
    JsonNode recovered = pair.recover("basebackup", false);

    assertThat(literally.is("documented-order-refused")).as(literally.problem()).isTrue();
    assertThat(literally.body().path("plan").path("steps").findValuesAsText("name"))
        .contains("copy-database");
    succeeded(recovered);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
    Path kept = Path.of(step(recovered, "copy-database").path("evidence").path("kept").asText());
    assertThat(lab.host("east-db").succeeds("test", "-f", kept.resolve("PG_VERSION").toString()))
        .as("the old data in %s", kept)
        .isTrue();
  }
}
