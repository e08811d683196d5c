package dev.baton.lab.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.baton.lab.machine.LabException;
import org.junit.jupiter.api.Test;

class AgentUnitsTest {

  @Test
  void everyFileIsWhatStandsBelowItsPath() {
    String printed =
        """
        # /etc/systemd/system/baton-agent.service
        [Service]
        # Children outlive it.
        KillMode=process

        # /etc/systemd/system/shop.service.d/baton.conf
        [Service]
        Restart=on-failure
        """;

    assertThat(AgentUnits.files(printed))
        .containsExactly(
            entry(
                "/etc/systemd/system/baton-agent.service",
                """
                # /etc/systemd/system/baton-agent.service
                [Service]
                # Children outlive it.
                KillMode=process

                """),
            entry(
                "/etc/systemd/system/shop.service.d/baton.conf",
                """
                # /etc/systemd/system/shop.service.d/baton.conf
                [Service]
                Restart=on-failure
                """));
  }

  @Test
  void textThatBelongsNowhereIsRefused() {
    assertThatExceptionOfType(LabException.class)
        .isThrownBy(() -> AgentUnits.files("java: no such option"))
        .withMessageContaining("no such option");
  }
}
