package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.pair.AgentService;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Agents stand still for two seconds now and then on a busy machine: that is seen and on record,
 * and nothing follows from it. An hour of it: {@code -Dit.test=PausedAgentsIT
 * -Dpauses.seconds=3600}; {@code -Dpauses.load} is how many threads keep the machine busy.
 */
@Tag("safety")
class PausedAgentsIT {

  private static final int SECONDS = Integer.getInteger("pauses.seconds", 30);
  private static final int LOAD = Integer.getInteger("pauses.load", 8);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Set<String> SIGNS =
      Set.of("host.silent", "host.answering", "verdict.changed");

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  @Test
  void silenceIsOnRecordAndNothingFollows() {
    Replicas record = new Replicas(pair.lab());
    int before = record.events().size();
    JsonNode operations = pair.api().get("/v1/operations");
    long term = pair.status().path("term").asLong();
    AtomicBoolean calm = new AtomicBoolean();
    keepBusy(calm);
    try {
      Random moments = new Random(7);
      long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
      while (System.nanoTime() < end) {
        pause(pair.lab().agent(Layout.SITE_HOSTS.get(moments.nextInt(Layout.SITE_HOSTS.size()))));
        Await.pause(Duration.ofMillis(500 + moments.nextInt(2_500)));
      }
    } finally {
      calm.set(true);
    }
    await()
        .atMost(LIMIT)
        .until(() ->
            Set.copyOf(pair.status().path("hosts").findValuesAsText("agent")).equals(Set.of("up")));

    List<String> recorded =
        record.events().stream().skip(before).map(Replicas.Recorded::type).toList();
    assertThat(recorded).contains("host.silent", "host.answering").allMatch(SIGNS::contains);
    assertThat(pair.api().get("/v1/operations")).isEqualTo(operations);
    assertThat(pair.status().path("term").asLong()).isEqualTo(term);
    assertThat(pair.status().path("splitBrain").isMissingNode()).isTrue();
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  private static void pause(AgentService agent) {
    agent.signal("STOP");
    try {
      Await.pause(PAUSE);
    } finally {
      agent.signal("CONT");
    }
  }

  private static void keepBusy(AtomicBoolean calm) {
    for (int i = 0; i < LOAD; i++) {
      Thread.ofPlatform()
          .daemon()
          .name("load")
          .start(() -> {
            while (!calm.get()) {
              Thread.onSpinWait();
            }
          });
    }
  }
}
