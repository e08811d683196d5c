package dev.baton.lab.labgo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LabgoStateTest {

  private final LabgoState state = new LabgoState(false);

  @Test
  void isUpOnlyAfterItsBoot() {
    LabgoState.Phase before = state.phase();

    state.booted();

    assertThat(before).isEqualTo(LabgoState.Phase.BOOTING);
    assertThat(state.phase()).isEqualTo(LabgoState.Phase.UP);
  }

  @Test
  void bootThatEndsDuringTheStopDoesNotUndoIt() throws InterruptedException {
    boolean idle = state.stop(Duration.ZERO);

    state.booted();

    assertThat(idle).isTrue();
    assertThat(state.phase()).isEqualTo(LabgoState.Phase.STOPPING);
  }

  @Test
  void takesNoRequestWhileStopping() throws InterruptedException {
    state.booted();

    boolean idle = state.stop(Duration.ZERO);

    assertThat(idle).isTrue();
    assertThat(state.enter()).isFalse();
  }

  @Test
  void stopSaysWhenARequestWasStillInWork() throws InterruptedException {
    boolean entered = state.enter();

    boolean idle = state.stop(Duration.ofMillis(1));

    assertThat(entered).isTrue();
    assertThat(idle).isFalse();
  }

  @Test
  void changingMaintenanceTwiceIsNoChange() {
    boolean first = state.changeMaintenance(true);

    boolean second = state.changeMaintenance(true);

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(state.maintenance()).isTrue();
  }
}
