package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.demo.DemoAssertions;
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
    assertThat(state(host, LabPostgres.UNIT)).isEqualTo("active");
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

  /** The last one: what lost its power here has to be recovered. */
  @Test
  @Order(3)
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
          assertThat(state(east.getLast(), LabPostgres.UNIT)).isEqualTo("inactive");
        });
    assertThat(state(pair.lab().host("west-db"), LabPostgres.UNIT)).isEqualTo("active");
    assertThat(state(pair.lab().host("west-app"), LabgoService.UNIT)).isEqualTo("active");
  }

  private static String state(LabHost host, String unit) {
    return host.run("sh", "-c", "systemctl is-active " + unit + " || true");
  }
}
