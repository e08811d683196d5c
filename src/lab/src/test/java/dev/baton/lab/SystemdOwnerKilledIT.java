package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lab.cli.LabCommand;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabCleanup;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabRecord;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.pair.LabOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab whose builder is killed while its hosts boot. */
@Tag("systemd")
class SystemdOwnerKilledIT {

  @TempDir private Path scratch;

  @Test
  void nextOneRemovesEverythingItHadStarted() throws Exception {
    assumeTrue(Prerequisites.missing().isEmpty(), "needs root on Debian");
    Layout layout = LabOptions.named("sdkill").in(scratch.resolve("lab")).layout();
    Process owner = owner(layout);
    await().atMost(Duration.ofMinutes(20)).until(() -> booting(layout, owner));

    owner.destroyForcibly().waitFor();
    List<String> said = new ArrayList<>();
    LabCleanup.ofLeftovers(layout, said::add);

    assertThat(said).containsExactly("removing what an earlier lab left behind");
    SystemdLeftovers.mustBeNone(layout);
  }

  private Process owner(Layout layout) throws Exception {
    List<String> command =
        List.of(
            HostPrograms.java(),
            "-Dbaton.home=" + System.getProperty("baton.home"),
            "-cp",
            System.getProperty("java.class.path"),
            LabCommand.class.getName(),
            "lab",
            "up",
            "--systemd",
            "--bare",
            "--name",
            layout.lab(),
            "--dir",
            layout.folder().toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(scratch.resolve("owner.log").toFile())
        .start();
  }

  private static boolean booting(Layout layout, Process owner) {
    assertThat(owner.isAlive()).isTrue();
    Optional<LabRecord> lab = LabRecord.read(layout);
    return lab.isPresent() && new LabHost("west-db", layout, lab.get()).on();
  }
}
