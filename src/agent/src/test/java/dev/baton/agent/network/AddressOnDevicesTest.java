package dev.baton.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An IPv4 address as hosts of this test's own carry it; its policy says /24. */
class AddressOnDevicesTest {

  private static final String IP = "192.0.2.7";

  @TempDir private Path state;
  private @Nullable TestLink link;

  @BeforeEach
  void makeALink() throws Exception {
    assumeThat(TestLink.possible()).as("needs root to make network namespaces").isTrue();
    link = new TestLink();
  }

  @AfterEach
  void removeIt() throws Exception {
    if (link != null) {
      link.remove();
    }
  }

  private TestLink link() {
    return Objects.requireNonNull(link);
  }

  private void inside(String words) throws Exception {
    link().run("a", words);
  }

  private AddressActions address(String device) throws IOException {
    return address("a", device);
  }

  private AddressActions address(String host, String device) throws IOException {
    return new AddressActions(
        new Policy.AddressPart(IP, new Policy.OnDevice(24, device)),
        link().programs(host),
        Files.createDirectories(state.resolve(host)));
  }

  private static ActionContext context() {
    return new ActionContext(Map.of(), Deadline.in(Duration.ofSeconds(10)), progress -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7/24", "192.0.2.7/32", "192.0.2.7 peer 192.0.2.1/28"})
  void isReleasedWithWhateverPrefixItStands(String stands) throws Exception {
    inside("addr add 192.0.2.8/32 dev lo");
    inside("addr add " + stands + " dev lo");

    Map<String, String> facts = address("lo").release(context());

    assertThat(facts).containsEntry("already", "false").containsEntry("held", "false");
    assertThat(link().on("a", "-br addr")).contains("192.0.2.8/32");
  }

  @Test
  void isReleasedFromAllDevicesThatCarryIt() throws Exception {
    inside("link add other type veth peer name far");
    inside("addr add 192.0.2.7/24 dev lo");
    inside("addr add 192.0.2.7/32 dev other");

    Map<String, String> facts = address("lo").release(context());

    assertThat(facts).containsEntry("already", "false").containsEntry("held", "false");
  }

  @Test
  void differenceToThePolicyIsTold() throws Exception {
    inside("addr add 192.0.2.7/32 dev lo");

    Map<String, String> facts = address("lo").read();

    assertThat(facts)
        .containsEntry("held", "true")
        .containsEntry(
            "why", "it stands as 192.0.2.7/32 on lo, the policy says 192.0.2.7/24 on lo");
  }

  @Test
  void deviceThatIsNotThereIsTold() throws Exception {
    Map<String, String> facts = address("eth7").read();

    assertThat(facts)
        .containsEntry("held", "false")
        .containsEntry("why", "the policy says 192.0.2.7/24 on eth7, and there is no such device");
  }

  @Test
  void addressAsThePolicySaysNeedsNoWord() throws Exception {
    inside("addr add 192.0.2.7/24 dev lo");

    Map<String, String> facts = address("lo").read();

    assertThat(facts).containsEntry("held", "true").doesNotContainKey("why");
  }

  @Test
  void isTakenWhenNobodyAnswersAndNotWhileSomebodyDoes() throws Exception {
    Map<String, String> taken = address("a", "eth0").assign(context());

    assertThat(taken).containsEntry("held", "true").containsEntry("already", "false");
    assertThat(address("b", "eth0").probe(context())).containsEntry("answered", "true");
    assertThatThrownBy(() -> address("b", "eth0").assign(context()))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("192.0.2.7 is answered by");
    assertThat(link().on("b", "-br addr")).doesNotContain(IP);
  }
}
