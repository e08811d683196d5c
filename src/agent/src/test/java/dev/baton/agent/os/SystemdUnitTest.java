package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.agent.TestScript;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of systemd and how its answers are read; real units are the lab's. */
class SystemdUnitTest {

  @TempDir private Path scratch;
  private SystemdUnit unit;

  @BeforeEach
  void withASystemctlThatNotesItsOrders() throws Exception {
    Path systemctl = scratch.resolve("systemctl");
    TestScript.write(
        systemctl,
        """
        cd %s
        if [ "$1" = show ]; then cat shown; exit; fi
        echo "$@ $(ls orders 2>/dev/null)" >> asked
        [ ! -e refuses ] || { echo no such unit; exit 5; }
        """
            .formatted(scratch));
    unit = new SystemdUnit("shop.service", systemctl, scratch.resolve("orders"));
  }

  private void shows(String... lines) throws Exception {
    Files.writeString(scratch.resolve("shown"), String.join("\n", lines) + "\n");
  }

  private String asked() throws Exception {
    return Files.readString(scratch.resolve("asked"));
  }

  @Test
  void isDownOnlyWhenNothingIsGoingToStartIt() throws Exception {
    shows("LoadState=loaded", "ActiveState=failed", "Result=exec-condition", "MainPID=0");
    assertThat(unit.state().down()).isTrue();
    shows("LoadState=loaded", "ActiveState=inactive", "Job=4711", "MainPID=0");
    assertThat(unit.state().down()).isFalse();
    shows("LoadState=loaded", "ActiveState=deactivating", "MainPID=12");
    assertThat(unit.state().down()).isFalse();
    assertThat(unit.state().pid()).isEqualTo(12);
  }

  @Test
  void unitThatSystemdDoesNotKnowIsNamedWithItsKey() throws Exception {
    shows("LoadState=not-found", "ActiveState=inactive");

    assertThatThrownBy(
            () -> {
              SystemdUnit.State unused = unit.requireLoaded("application.unit");
            })
        .isInstanceOf(FailedException.class)
        .hasMessage(
            "application.unit names shop.service, and systemd says of that unit: not-found; correct the policy of this host");
  }

  @Test
  void tellsWhoseRightsItRunsWith() throws Exception {
    shows("LoadState=loaded", "User=go");
    assertThat(unit.state().user()).contains("go");
    shows("LoadState=loaded", "User=");
    assertThat(unit.state().user()).isEmpty();
  }

  @Test
  void tellsWhetherItHasOtherRightsThanThoseOfItsAccount() throws Exception {
    shows("LoadState=loaded", "User=go", "Group=go", "SupplementaryGroups=", "DynamicUser=no");
    assertThat(unit.state().otherRights()).isFalse();
    for (String line : new String[] {"Group=ci", "SupplementaryGroups=ci", "DynamicUser=yes"}) {
      shows("LoadState=loaded", "User=go", line);
      assertThat(unit.state().otherRights()).as(line).isTrue();
    }
  }

  @Test
  void orderIsThereForTheGuardUntilTheStartIsOver() throws Exception {
    SystemdUnit.Start start = unit.startOrdered();
    start.close();

    assertThat(asked())
        .contains("start --no-block -- shop.service shop.service.ordered")
        .startsWith("reset-failed");
    assertThat(scratch.resolve("orders")).isEmptyDirectory();
  }

  @Test
  void orderThatSystemdRefusesIsNotLeftBehind() throws Exception {
    Files.createFile(scratch.resolve("refuses"));

    assertThatThrownBy(unit::startOrdered)
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("shop.service: no such unit");
    assertThat(scratch.resolve("orders")).isEmptyDirectory();
  }

  @Test
  void startWithoutAnOrderAsksTheGuard() throws Exception {
    unit.start();

    assertThat(asked()).doesNotContain(".ordered");
  }

  @Test
  void killHasItStayDown() throws Exception {
    shows("LoadState=loaded", "ActiveState=deactivating", "MainPID=12");

    unit.kill();

    assertThat(asked().lines().map(line -> line.split(" ", 2)[0])).containsExactly("stop", "kill");
  }

  @Test
  void unitThatIsNotThereIsNamedWithItsKey() throws Exception {
    shows("LoadState=not-found", "ActiveState=inactive", "MainPID=0");

    assertThatThrownBy(() -> unit.requireLoaded("application.unit"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("application.unit names shop.service")
        .hasMessageContaining("not-found");
  }
}
