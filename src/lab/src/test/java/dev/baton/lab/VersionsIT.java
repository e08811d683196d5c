package dev.baton.lab;

import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.machine.DebianRelease;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.Parallel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the version of PostgreSQL: its tools, its control data, its views. */
@Tag("versions")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VersionsIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension static final StandingPair pair = StandingPair.onSystemd();

  @Test
  @Order(1)
  void hostsHaveTheVersionOfTheirRelease() {
    assertThat(pair.lab().postgres("east-db").query("show server_version"))
        .startsWith(DebianRelease.ofHosts().postgres() + ".");
  }

  @Test
  @Order(2)
  void copyOfTheStandbyIsPromotedAndRemoved() {
    JsonNode drill =
        pair.api()
            .postWhenReady(
                "/v1/pairs/" + StandingPair.PAIR + "/drills", Map.of("reason", "rehearsal"));

    succeeded(pair.ended(drill.path("operation").asText()));
    pair.serves("east", "west");
  }

  @Test
  @Order(3)
  void movesThereAndBack() {
    succeeded(pair.graceful("west"));
    pair.serves("west", "east");
    succeeded(pair.graceful("east"));
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  /** Both ways a primary comes back that has rows of its own. */
  @ParameterizedTest
  @Order(4)
  @ValueSource(strings = {"rewind", "basebackup"})
  void primaryThatLostItsPowerComesBack(String rejoin) {
    List<LabHost> east = List.of(pair.lab().host("east-app"), pair.lab().host("east-db"));
    Parallel.run(east.stream().<Runnable>map(host -> host::powerOff).toList());
    succeeded(pair.forcedAttesting("west", "unknown", "east-app", "east-db"));
    Parallel.run(east.stream().<Runnable>map(host -> host::powerOn).toList());
    List<String> lost = pair.newlyLost("west");

    await()
        .atMost(LIMIT)
        .until(() ->
            Set.copyOf(pair.status().path("hosts").findValuesAsText("agent")).equals(Set.of("up")));
    String recovery = pair.startRecovery(rejoin, true);
    JsonNode waiting = pair.settled(recovery);
    assertThat(waiting.path("mode").asText()).as(waiting.toPrettyString()).isEqualTo(rejoin);
    assertThat(pair.approve(recovery, waiting.path("planHash").asText()).status()).isEqualTo(202);

    succeeded(pair.ended(recovery));
    pair.serves("east", "west");
    System.out.printf("%s: %d rows were given up by the forced switch%n", rejoin, lost.size());
    assertThat(pair.newlyLost("east")).isEmpty();
  }
}
