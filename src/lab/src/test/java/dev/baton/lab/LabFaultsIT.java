package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault does what it says, and ends. */
@Tag("lab")
class LabFaultsIT {

  @TempDir private static Path scratch;

  private static Lab lab;

  @BeforeAll
  static void standsUp() {
    assumeTrue(
        Prerequisites.missing().isEmpty(),
        () -> "lab tests skipped: " + Prerequisites.missing().get());
    lab = Lab.up(LabOptions.named("faultit").in(scratch.resolve("lab")).bare());
  }

  @AfterAll
  static void removed() {
    if (lab != null) {
      lab.close();
    }
  }

  private static String receiver() {
    return lab.postgres("west-db")
        .query("select coalesce(max(status), 'none') from pg_stat_wal_receiver");
  }

  @Test
  void hostThatIsCutOffIsBackWhenRestored() {
    boolean before = arps("client", "west-app");
    lab.network().cut("west-app");
    boolean during = arps("client", "west-app");
    lab.network().restore("west-app");

    assertThat(before).isTrue();
    assertThat(during).isFalse();
    Await.until("west-app to be back", () -> arps("client", "west-app"));
  }

  private static boolean arps(String from, String to) {
    return lab.host(from)
        .succeeds("arping", "-q", "-c", "1", "-w", "1", "-I", "eth0", Layout.ip(to));
  }

  @Test
  void blockedReplicationStreamsAgainAfterwards() {
    lab.network().block("west-db", "east-db", 5432);
    lab.postgres("west-db").signalOnly("walreceiver", "TERM");
    Await.until("the receiver to be gone", () -> receiver().equals("none"));

    lab.network().unblock("west-db");

    Await.until("west-db to stream again", () -> receiver().equals("streaming"));
  }

  @Test
  void usurperAnswersForTheAddress() {
    lab.host("east-app").powerOff();
    boolean before = freeAddress();
    lab.network().usurpAddress();
    boolean during = freeAddress();
    lab.network().endUsurpation();
    lab.host("east-app").powerOn();

    assertThat(before).isTrue();
    assertThat(during).isFalse();
  }

  private static boolean freeAddress() {
    return lab.host("west-app")
        .succeeds("arping", "-q", "-D", "-c", "2", "-w", "1", "-I", "eth0", Layout.ADDRESS);
  }

  @Test
  void powerFailureEndsEverythingOnTheHost() {
    lab.host("east-app").powerOff();
    boolean on = lab.host("east-app").on();
    lab.host("east-app").powerOn();

    assertThat(on).isFalse();
    assertThat(lab.labgo("east-app").running()).isFalse();
    assertThat(lab.holdsAddress("east-app")).isFalse();
  }
}
