package dev.baton.lab;

import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.Lab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hosts that lose their power, and boot when the power is back. */
@Tag("long")
@Tag("lab")
class PowerIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> EAST = List.of("east-app", "east-db");

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  private static void off() {
    Parallel.run(
        EAST.stream().<Runnable>map(host -> () -> pair.lab().host(host).powerOff()).toList());
  }

  private static void on() {
    Parallel.run(
        EAST.stream().<Runnable>map(host -> () -> pair.lab().host(host).powerOn()).toList());
  }

  private static JsonNode host(String name) {
    for (JsonNode host : pair.status().path("hosts")) {
      if (host.path("host").asText().equals(name)) {
        return host;
      }
    }
    throw new AssertionError("no host " + name);
  }

  /** What the host's guard shows, in this boot. */
  private static void guards(String name, String role, boolean held) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          JsonNode host = host(name);
          assertThat(host.path("agent").asText()).as(host.toPrettyString()).isEqualTo("up");
          assertThat(host.path("guard").path("role").asText()).isEqualTo(role);
          assertThat(host.path("guard").path("held").asBoolean()).isEqualTo(held);
          assertThat(host.path("guard").path("confirmed").asBoolean()).isTrue();
        });
  }

  private static String log(String host) {
    return pair.lab().host(host).lastLines("log/boot.log");
  }

  private static String drift() {
    return pair.status().path("drift").toString();
  }

  /** Database, application and address are down and stay it. */
  private static void staysDown() {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          assertThat(log("east-db")).contains("PostgreSQL stays down");
          assertThat(log("east-app")).contains("labgo stays down");
        });
    assertThat(pair.lab().host("east-db").succeeds("pgrep", "-x", "postgres")).isFalse();
    assertThat(pair.lab().labgo("east-app").running()).isFalse();
    assertThat(pair.lab().holdsAddress("east-app")).isFalse();
  }

  @Test
  void primaryThatNobodyReplacedComesUpByItselfAndIsGivenTheAddressBack() {
    off();
    on();
    guards("east-db", "primary", false);
    pair.lab().labgo("east-app").awaitUp();
    await().atMost(LIMIT).until(() -> drift().contains("no host holds the address"));
    boolean taken = pair.lab().holdsAddress("east-app");
    await()
        .atMost(LIMIT)
        .until(() -> pair.status().path("replication").path("state").asText().equals("streaming"));

    JsonNode recovered = pair.recover("auto", false);

    assertThat(taken).isFalse();
    succeeded(recovered);
    assertThat(recovered.path("kind").asText()).isEqualTo("reopening");
    assertThat(recovered.path("mode").isMissingNode()).isTrue();
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  @Test
  void oldPrimaryThatWasFencedStaysDownWhenItsHostsBootAndIsRecovered() {
    Lab lab = pair.lab();
    Parallel.run(() -> lab.postgres("east-db").kill(), () -> lab.labgo("east-app").kill());
    succeeded(pair.forced("west", "unknown"));
    off();
    on();

    guards("east-db", "out", true);
    guards("east-app", "out", true);
    staysDown();
    assertThat(host("east-db").path("guard").path("why").asText()).contains("a recovery");
    pair.served();

    JsonNode recovered = pair.recover("auto", false);

    succeeded(recovered);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();
  }

  @Test
  void hostThatBootsWhileTheControlPlaneIsAwayWaitsForIt() {
    pair.lab().controlPlane().signal("KILL");
    off();
    on();
    await().atMost(LIMIT).untilAsserted(() -> assertThat(log("east-db")).contains("within 10 s"));
    boolean up = pair.lab().host("east-db").succeeds("pgrep", "-x", "postgres");

    pair.lab().controlPlane().start();

    assertThat(up).isFalse();
    guards("east-db", "primary", false);
    pair.lab().labgo("east-app").awaitUp();
    await()
        .atMost(LIMIT)
        .until(() -> pair.status().path("replication").path("state").asText().equals("streaming"));
    succeeded(pair.recover("auto", false));
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  @Test
  void databaseThatComesUpPastItsGuardIsStopped() {
    Lab lab = pair.lab();
    Parallel.run(() -> lab.postgres("east-db").kill(), () -> lab.labgo("east-app").kill());
    succeeded(pair.forced("west", "unknown"));
    off();
    on();
    guards("east-db", "out", true);
    staysDown();

    lab.postgres("east-db").startWithoutWaiting();

    await()
        .atMost(LIMIT)
        .until(() -> host("east-db").path("guard").path("stopped").asText().equals("PostgreSQL"));
    assertThat(lab.host("east-db").succeeds("pgrep", "-x", "postgres")).isFalse();
    recoverEvenFromASplitBrain();
    pair.serves("west", "east");
  }

  /** Both databases could write for a moment; whoever saw that wants a survivor to be named. */
  private static void recoverEvenFromASplitBrain() {
    String path = "/v1/pairs/" + StandingPair.PAIR + "/recoveries";
    Api.Answer plain = pair.api().tryPost(path, Map.of("rejoin", "auto", "reason", "test"));
    Api.Answer accepted =
        plain.is("split-brain")
            ? pair.api().tryPost(path, Map.of("survivor", "west", "reason", "test"))
            : plain;
    assertThat(accepted.succeeded()).as(accepted.problem()).isTrue();
    succeeded(pair.ended(accepted.body().path("operation").asText()));
  }
}
