package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.demo.DemoAssertions;
import dev.baton.lab.demo.HostState;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.LabgoService;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pair on stock hosts: what administrators and power failures do to it there. */
@Tag("systemd")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemdPairIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension static final StandingPair pair = StandingPair.onSystemd();

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"east-db", "west-db"})
  void administratorRestartsTheDatabaseInItsRole(String name) {
    LabHost host = pair.lab().host(name);
    LabPostgres postgres = pair.lab().postgres(name);
    String began = "select pg_postmaster_start_time() || ' ' || pg_is_in_recovery()";
    String before = postgres.query(began);

    host.run("systemctl", "restart", "postgresql");

    await().atMost(LIMIT).until(postgres::answers);
    assertThat(postgres.query(began))
        .isNotEqualTo(before)
        .endsWith(name.equals("west-db") ? "true" : "false");
    assertThat(state(host, LabPostgres.unit())).isEqualTo("active");
    pair.serves("east", "west");
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"east-db", "west-db"})
  void administratorStopsTheDatabaseAndItStaysDownUntilItIsStarted(String name) {
    LabHost host = pair.lab().host(name);

    host.run("systemctl", "stop", "postgresql");

    // That is a target for all clusters, which waits for none.
    await().atMost(LIMIT).until(() -> state(host, LabPostgres.unit()).equals("inactive"));
    assertThat(host.run("pg_lsclusters", "--no-header")).contains(" down");
    host.run("systemctl", "start", "postgresql");
    agree();
    pair.serves("east", "west");
  }

  @Test
  @Order(2)
  void applicationStaysDownWhereItsSiteDoesNotServe() {
    LabHost host = pair.lab().host("west-app");

    host.run("systemctl", "start", LabgoService.UNIT);

    assertThat(state(host, LabgoService.UNIT)).isEqualTo("inactive");
    assertThat(pair.lab().labgo("west-app").running()).isFalse();
    assertThat(host.bootMessages()).contains("labgo stays down");
  }

  @Test
  @Order(3)
  void checkSaysWhatSystemdHasNotGot() {
    LabHost host = pair.lab().host("west-db");
    String dropIn = "/etc/systemd/system/" + LabPostgres.unit() + ".d/boot-guard.conf";

    assertThat(agent(host, "check")).contains("the policy is fit");
    host.run("sh", "-c", "echo '# of ours' >> " + dropIn);
    assertThat(agent(host, "check"))
        .contains(dropIn + " is not what this agent needs", "systemctl daemon-reload");
    agent(host, "units", "--install", "/etc/systemd/system");
    host.run("systemctl", "daemon-reload");
    assertThat(agent(host, "check")).contains("the policy is fit");
    host.run("sh", "-c", "sed -i s/@[0-9]*-main/@99-main/ /srv/baton/agent.policy");
    assertThat(agent(host, "check")).contains("outside postgresql@99-main.service");
    host.run(
        "sh",
        "-c",
        "sed -i s/postgresql@99-main.service/$0/ /srv/baton/agent.policy",
        LabPostgres.unit());
  }

  /** Both ways, so that each host has been stopped, rejoined and promoted by its unit. */
  @Test
  @Order(4)
  void switchoverThereAndBackLeavesUnitsAndProcessesAsOne() {
    StandingPair.succeeded(pair.graceful("west"));
    agree();
    StandingPair.succeeded(pair.graceful("east"));
    agree();

    assertThat(pair.newlyLost("east")).isEmpty();
  }

  @Test
  @Order(5)
  void rollbackAfterTheStopStartsTheUnitAgain() {
    String operation = pair.startHanging(pair.api());
    pair.move(operation, "abort");
    pair.letStop();

    JsonNode ended = pair.ended(operation);

    assertThat(ended.path("outcome").asText()).as(ended.toPrettyString()).isEqualTo("ABORTED");
    agree();
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
  }

  /** The guard has long given up when the control plane is back; no administrator starts it. */
  @Test
  @Order(6)
  void primaryThatNobodyConfirmedAtBootIsStartedOnceSomebodyDoes() {
    LabHost host = pair.lab().host("east-db");
    pair.lab().controlPlane().signal("KILL");
    host.powerOff();
    host.powerOn();
    await()
        .atMost(LIMIT)
        .until(() -> host.on() && state(host, LabPostgres.unit()).equals("failed"));

    pair.lab().controlPlane().start();

    await().atMost(LIMIT).until(() -> state(host, LabPostgres.unit()).equals("active"));
    pair.serves("east", "west");
    agree();
  }

  /** The last one: what lost its power here has to be recovered. */
  @Test
  @Order(7)
  void siteThatLostItsPowerBootsIntoTheGuardAndTheOtherOneServes() {
    List<LabHost> east = List.of(pair.lab().host("east-app"), pair.lab().host("east-db"));
    Parallel.run(east.stream().<Runnable>map(host -> host::powerOff).toList());
    JsonNode operation = pair.forcedAttesting("west", "unknown", "east-app", "east-db");
    Parallel.run(east.stream().<Runnable>map(host -> host::powerOn).toList());

    StandingPair.succeeded(operation);
    pair.served();
    new DemoAssertions(pair.lab()).stayedDown("east");
    // What the guard has refused, systemd has asked about for the last time.
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          assertThat(state(east.getFirst(), LabgoService.UNIT)).isEqualTo("inactive");
          assertThat(state(east.getLast(), LabPostgres.unit())).isEqualTo("inactive");
        });
    assertThat(state(pair.lab().host("west-db"), LabPostgres.unit())).isEqualTo("active");
    assertThat(state(pair.lab().host("west-app"), LabgoService.UNIT)).isEqualTo("active");
  }

  /** What the program of the agent says there, to both streams, whatever its exit code. */
  private static String agent(LabHost host, String command, String... more) {
    return host.run(
        "sh",
        "-c",
        "%s -jar /srv/baton/baton-agent.jar %s /srv/baton/agent.policy %s 2>&1 || true"
            .formatted(HostPrograms.java(), command, String.join(" ", more)));
  }

  /** Systemd, the tools of the cluster and the processes say the same on all hosts. */
  private static void agree() {
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(HostState.after("test", pair.lab()))
                .hasSize(4)
                .allSatisfy(state -> assertThat(state.agree()).as("%s", state).isTrue()));
  }

  private static String state(LabHost host, String unit) {
    return host.run("sh", "-c", "systemctl is-active " + unit + " || true");
  }
}
