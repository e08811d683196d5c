package dev.baton.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address as the loopback device carries it; nothing is changed on this machine. */
class NetworkAddressTest {

  @TempDir private Path state;

  private AddressActions address(String ip) {
    return new AddressActions(new Policy.AddressPart(ip, new Policy.OnDevice(32, "lo")), state);
  }

  private static ActionContext context() {
    return new ActionContext(Map.of(), Deadline.in(Duration.ofSeconds(10)), progress -> {});
  }

  @Test
  void saysWhereItIs() throws Exception {
    assertThat(address("127.0.0.1").read())
        .containsEntry("address", "127.0.0.1")
        .containsEntry("held", "true")
        .containsEntry("device", "lo")
        .containsEntry("ownMac", "00:00:00:00:00:00");
  }

  @Test
  void saysWhereItWouldBe() throws Exception {
    assertThat(address("192.0.2.7").read())
        .containsEntry("held", "false")
        .containsEntry("device", "lo");
  }

  @Test
  void releasingWhatIsNotHereIsDoneAlready() throws Exception {
    Map<String, String> facts = address("192.0.2.7").release(context());

    assertThat(facts).containsEntry("already", "true").containsEntry("held", "false");
  }

  /** Loopback has no ARP, and perhaps there is no arping: either way nobody knows who has it. */
  @Test
  void isNotTakenWhenTheNetworkCannotBeAsked() throws Exception {
    AddressActions address = address("192.0.2.7");

    assertThatThrownBy(() -> address.assign(context()))
        .isInstanceOfAny(FailedException.class, IOException.class)
        .hasMessageContaining("arping");
    assertThat(address.held(context().deadline())).isFalse();
  }
}
