package dev.baton.lab.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lab.client.AcknowledgedIds;
import dev.baton.lab.client.ClientControl;
import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabCleanup;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.Prerequisites;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hosts and the service, without Baton: what everything else relies on. */
@Tag("lab")
class LabIT {

  @TempDir private static Path scratch;

  private static LabOptions options;
  private static Lab lab;

  @BeforeAll
  static void standsUp() {
    assumeTrue(
        Prerequisites.missing().isEmpty(),
        () -> "lab tests skipped: " + Prerequisites.missing().get());
    options = LabOptions.named("labit").in(scratch.resolve("lab")).bare();
    lab = Lab.up(options);
  }

  @AfterAll
  static void leavesNothing() {
    if (lab == null) {
      return;
    }
    lab.close();

    assertThat(LabCleanup.present(options.layout())).isEmpty();
    assertThat(options.folder()).doesNotExist();
  }

  @Test
  void standbyStreamsThroughItsSlot() {
    String standbys =
        lab.postgres("east-db")
            .query(
                "select application_name, state, slot_name from pg_stat_replication"
                    + " join pg_replication_slots on active_pid = pid");

    assertThat(standbys).isEqualTo("west-db|streaming|west_db");
  }

  @Test
  void passwordStaysOutOfTheReplicationSettings() {
    assertThat(lab.postgres("west-db").query("show primary_conninfo"))
        .contains("passfile=")
        .doesNotContain("password=");
  }

  @Test
  void everyPromiseToTheClientIsInTheDatabase() {
    ClientControl clientControl = lab.clientControl();
    clientControl.mark("promises");
    Await.until(
        "a hundred rows on both paths",
        () -> clientControl.window().rows() > 100 && clientControl.window().heartbeats() > 100);

    AcknowledgedIds acknowledgedIds = clientControl.acknowledgedIds();

    assertThat(acknowledgedIds.missingFrom(lab.postgres("east-db"))).isEmpty();
  }

  @Test
  void aRowThatIsNotThereIsMissed() {
    AcknowledgedIds acknowledgedIds =
        new AcknowledgedIds(
            java.util.List.of("00000000-0000-0000-0000-000000000000"), java.util.List.of("-1"));

    assertThat(acknowledgedIds.missingFrom(lab.postgres("east-db")))
        .containsExactly("labgo_row:00000000-0000-0000-0000-000000000000", "labgo_heartbeat:-1");
  }

  @Test
  void labgoDiesOnAReadOnlyDatabase() {
    lab.labgo("west-app").start();
    Await.until("labgo to end", () -> !lab.labgo("west-app").running());

    assertThat(lab.host("west-app").lastLines("go/log/labgo.log"))
        .contains("cannot execute UPDATE in a read-only transaction");
  }

  @Test
  void secondLabOfTheSameNameIsRefused() {
    org.assertj.core.api.Assertions.assertThatExceptionOfType(LabException.class)
        .isThrownBy(() -> Lab.up(options))
        .withMessageContaining("is up already");
  }
}
