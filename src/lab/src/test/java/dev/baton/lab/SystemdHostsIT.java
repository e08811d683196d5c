package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lab.machine.DebianRelease;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import dev.baton.lab.pair.LabgoService;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts as Debian installs them, before anything is asked of Baton there. */
@Tag("systemd")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemdHostsIT {

  private static final String AGENT = "baton-agent.service";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static LabOptions options;
  private static Lab lab;

  @BeforeAll
  static void standsUp() {
    assumeTrue(
        Prerequisites.missing().isEmpty(),
        () -> "lab tests skipped: " + Prerequisites.missing().get());
    options = LabOptions.named("sd").on(StandingPair.freePort()).onSystemd();
    lab = Lab.up(options);
  }

  @AfterAll
  static void leavesNothing() {
    if (lab == null) {
      return;
    }
    lab.close();

    SystemdLeftovers.mustBeNone(options.layout());
  }

  /** First: a host that belongs to no pair starts its application at a reboot, standby or not. */
  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"east-app", "east-db", "west-app", "west-db"})
  void systemdIsTheFirstProcessAndNothingFailed(String host) {
    assertThat(lab.host(host).run("cat", "/proc/1/comm")).isEqualTo("systemd");
    assertThat(lab.host(host).run("hostname")).isEqualTo(host);
    assertThat(lab.host(host).run("systemctl", "--failed", "--no-legend")).isEmpty();
  }

  @Test
  void clusterStreamsAsThePackageRunsIt() {
    String asked =
        "select current_setting('config_file'), current_setting('data_directory'),"
            + " current_setting('cluster_name'), current_setting('password_encryption')";
    String stock =
        "/etc/postgresql/%1$d/main/postgresql.conf|/var/lib/postgresql/%1$d/main|%1$d/main|scram-sha-256"
            .formatted(DebianRelease.ofHosts().postgres());

    assertThat(lab.postgres("east-db").query(asked)).isEqualTo(stock);
    assertThat(lab.postgres("west-db").query(asked)).isEqualTo(stock);
    assertThat(cluster("east-db")).contains(" online ");
    assertThat(cluster("west-db")).contains(" online,recovery ");
    assertThat(state("east-db", LabPostgres.unit())).isEqualTo("active");
    assertThat(
            lab.postgres("east-db")
                .query(
                    "select application_name, state, slot_name from pg_stat_replication"
                        + " join pg_replication_slots on active_pid = pid"))
        .isEqualTo("west-db|streaming|west_db");
  }

  @Test
  void applicationIsAUnit() {
    assertThat(state("east-app", LabgoService.UNIT)).isEqualTo("active");
    assertThat(state("west-app", LabgoService.UNIT)).isEqualTo("inactive");
    assertThat(lab.labgo("east-app").running()).isTrue();
  }

  @Test
  void agentsRunAsUnitsAndSystemdBringsThemBack() {
    LabHost host = lab.host("west-app");
    String before = mainProcess(host);

    lab.agent("west-app").signal("KILL");

    await()
        .atMost(LIMIT)
        .until(() -> lab.agent("west-app").running() && !mainProcess(host).equals(before));
    for (String each : Layout.SITE_HOSTS) {
      assertThat(state(each, AGENT)).as(each).isEqualTo("active");
      assertThat(lab.host(each).run("systemctl", "is-enabled", AGENT)).isEqualTo("enabled");
    }
  }

  @Test
  void hostThatLosesItsPowerBootsAnew() {
    LabHost host = lab.host("west-db");
    String before = bootOf(host);

    host.powerOff();
    boolean on = host.on();
    host.powerOn();
    host.awaitBooted();

    assertThat(on).isFalse();
    assertThat(bootOf(host)).isNotEqualTo(before);
    await().atMost(LIMIT).until(() -> lab.agent("west-db").running());
    assertThat(host.succeeds("systemd-run", "--wait", "--quiet", "/bin/true")).isTrue();
  }

  @Test
  void rebootInsideComesBackWithoutTheAddress() {
    LabHost host = lab.host("west-app");
    String before = bootOf(host);
    host.run("ip", "addr", "add", "10.77.0.99/24", "dev", "eth0");

    assertThat(host.succeeds("systemctl", "--no-block", "reboot")).isTrue();

    await().ignoreExceptions().atMost(LIMIT).until(() -> host.on() && !bootOf(host).equals(before));
    host.awaitBooted();
    assertThat(host.run("ip", "-o", "-4", "addr", "show", "dev", "eth0"))
        .contains(Layout.ip("west-app") + "/24")
        .doesNotContain("10.77.0.99");
  }

  private static String cluster(String host) {
    return lab.host(host).run("pg_lsclusters", "--no-header");
  }

  private static String state(String host, String unit) {
    return lab.host(host).run("sh", "-c", "systemctl is-active " + unit + " || true");
  }

  private static String mainProcess(LabHost host) {
    return host.run("systemctl", "show", "--property=MainPID", "--value", AGENT);
  }

  private static String bootOf(LabHost host) {
    return host.run("cat", "/proc/sys/kernel/random/boot_id");
  }
}
