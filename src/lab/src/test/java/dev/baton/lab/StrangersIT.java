package dev.baton.lab;

import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.pair.AgentService;
import dev.baton.lab.pair.ControlPlane;
import dev.baton.lab.pair.Strangers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Strangers want every place there is at the API and at the agents, all the time. */
@Tag("safety")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StrangersIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(200);

  /**
   * Every place is wanted by hundreds at any time. Shorter, and making connections takes all of a
   * machine on which hosts, control plane and strangers are one; the benchmark does that.
   */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  private static final Set<String> seen = ConcurrentHashMap.newKeySet();
  private static final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor();
  private static Strangers strangers;
  private List<Long> before = List.of();

  @BeforeAll
  static void begin() {
    strangers = pair.lab().strangers(PAUSE);
    var unused =
        looking.scheduleWithFixedDelay(
            StrangersIT::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @AfterAll
  static void end() {
    looking.shutdownNow();
    strangers.close();
  }

  private static void look() {
    try {
      seen.addAll(pair.status().path("hosts").findValuesAsText("agent"));
    } catch (LabException controlPlaneIsAway) {
      // It will be there again.
    }
  }

  @BeforeEach
  void count() {
    before = strangers.made();
  }

  @AfterEach
  void strangersCameAllTheTimeAndNobodyWasTakenForOne() {
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(strangers.made())
                .satisfiesExactly(
                    toApi -> assertThat(toApi).isGreaterThan(before.get(0)),
                    toAgents -> assertThat(toAgents).isGreaterThan(before.get(1))));
    assertThat(seen).contains("up").doesNotContain("untrusted");
    assertThat(pair.api().get("/v1/events?pair=ci&order=desc").toString())
        .doesNotContain("untrusted");
  }

  private static void ready() {
    await()
        .atMost(LIMIT)
        .until(() -> {
          Api.Answer answer = pair.api().tryGet("/v1/pairs/" + StandingPair.PAIR);
          JsonNode verdict = answer.body().path("readiness").path("switchover").path("verdict");
          return verdict.asText().equals("READY");
        });
  }

  @Test
  @Order(1)
  void controlPlaneRestarts() {
    ControlPlane process = pair.lab().controlPlane();

    process.signal("TERM");
    await().atMost(LIMIT).until(() -> !process.running());
    process.start();

    ready();
    pair.served();
  }

  @Test
  @Order(2)
  void agentRestarts() {
    AgentService agent = pair.lab().agent("east-db");

    agent.signal("KILL");
    await().atMost(LIMIT).until(() -> !agent.running());
    agent.start();

    ready();
    pair.served();
  }

  @Test
  @Order(3)
  void switchoverRunsAndNothingIsRefused() {
    ready();

    Api.Answer asked = pair.ask("graceful", "west", "none");

    assertThat(asked.succeeded()).as(asked.problem()).isTrue();
    succeeded(pair.ended(asked.body().path("operation").asText()));
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }
}
