package dev.baton.lab;

import static dev.baton.lab.StandingPair.PAIR;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.ControlPlane;
import dev.baton.lab.pair.Registration;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A second control plane of the same authority, with an empty database, wants the same hosts. */
@Tag("safety")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecondInstallationIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String OTHER = "other";

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  private static ControlPlane stranger;
  private static Api api;

  @BeforeAll
  static void startTheSecond() {
    stranger = pair.lab().controlPlane().stranger();
    stranger.start();
    stranger.forward(StandingPair.freePort());
    api = new Api(stranger.url(), stranger.token());
    Registration.hosts(api, "test");
  }

  @AfterAll
  static void stopTheSecond() {
    stranger.signal("TERM");
    await().atMost(LIMIT).until(() -> !stranger.running());
  }

  @Test
  @Order(1)
  void secondInstallationIsRefusedDuringAnOutageOfThePrimary() {
    pair.lab().labgo("east-app").kill();
    pair.lab().postgres("east-db").kill();
    JsonNode forced = pair.forced("west", "unknown");

    Api.Answer otherName = register(OTHER, "east");
    Api.Answer sameName = register(PAIR, "east");
    Api.Answer rightHome = register(PAIR, "west");

    succeeded(forced);
    // What had not reached the standby when its primary was killed is the forced one's loss.
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();
    for (Api.Answer answer : List.of(otherName, sameName, rightHome)) {
      assertThat(answer.is("host-bound")).as(answer.problem()).isTrue();
      assertThat(answer.problem()).contains("unbind", "pair 'ci' of installation");
    }
    assertThat(api.tryGet("/v1/pairs/" + OTHER).status()).isEqualTo(404);
    assertThat(pair.lab().postgres("east-db").running()).isFalse();
    assertThat(pair.lab().postgres("west-db").query("select pg_is_in_recovery()")).isEqualTo("f");
    assertThat(host(pair.status(), "east-db").path("guard").path("role").asText()).isEqualTo("out");
    assertThat(host(pair.status(), "east-db").path("guard").path("held").asText())
        .isEqualTo("true");
    assertThat(pair.status().path("alarms")).isEmpty();
    pair.served();
    succeeded(pair.recover("auto", false));
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  @Test
  @Order(2)
  void agentBoundElsewhereIsShownByBothControlPlanes() {
    pair.lab().controlPlane().signal("STOP");
    try {
      unbindAll();
      api.postWhenReady("/v1/pairs", Registration.pair(OTHER, "east", "test"));
      await().atMost(LIMIT).until(() -> allObey(api, OTHER));
    } finally {
      pair.lab().controlPlane().signal("CONT");
    }
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          JsonNode owner = pair.status();
          assertThat(agents(owner)).containsOnly("bound-elsewhere");
          assertThat(owner.path("drift").toString())
              .contains("agents obey another control plane", "pair 'other' of installation");
          assertThat(owner.path("alarms").toString()).contains("agents obey another control plane");
          assertThat(api.get("/v1/pairs/" + OTHER).path("drift").toString())
              .contains("another control plane gives orders to this pair", "pair 'ci'");
          assertThat(
                  pair.api()
                      .get("/v1/events?type=verdict.changed&order=desc")
                      .path("events")
                      .toString())
              .contains("agents obey another control plane");
        });
    Api.Answer refused = pair.ask("graceful", "west", "none");
    stranger.signal("STOP");
    unbindAll();

    assertThat(refused.is("not-ready")).as(refused.problem()).isTrue();
    await().atMost(LIMIT).until(() -> allObey(pair.api(), PAIR));
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
    stranger.signal("CONT");
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(agents(api.get("/v1/pairs/" + OTHER))).containsOnly("bound-elsewhere"));
    assertThat(agents(pair.status())).containsOnly("up");
  }

  private static Api.Answer register(String name, String home) {
    return api.tryPost("/v1/pairs", Registration.pair(name, home, "test"));
  }

  private static void unbindAll() {
    Parallel.run(
        Layout.SITE_HOSTS.stream()
            .<Runnable>map(host -> () -> pair.lab().agent(host).unbind("test"))
            .toList());
  }

  private static boolean allObey(Api one, String name) {
    JsonNode status = one.get("/v1/pairs/" + name);
    return hosts(status).stream()
        .allMatch(host ->
            host.path("agent").asText().equals("up")
                && host.path("binding").path("ours").asText().equals("true")
                && host.path("binding").path("pair").asText().equals(name));
  }

  private static List<String> agents(JsonNode status) {
    return hosts(status).stream().map(host -> host.path("agent").asText()).toList();
  }

  private static List<JsonNode> hosts(JsonNode status) {
    return StreamSupport.stream(status.path("hosts").spliterator(), false).toList();
  }

  private static JsonNode host(JsonNode status, String name) {
    return hosts(status).stream()
        .filter(host -> host.path("host").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
