package dev.baton.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address as a network namespace of this test's own carries it; its policy says lo, /24. */
class AddressOnDevicesTest {

  private static final String NAMESPACE = "baton-address-" + ProcessHandle.current().pid();
  private static final String IP = "192.0.2.7";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @BeforeEach
  void makeANamespace() throws Exception {
    boolean made = ip("netns", "add", NAMESPACE).succeeded();
    assumeThat(made).as("needs root to make a network namespace").isTrue();
    inside("link set lo up");
  }

  @AfterEach
  void removeIt() throws Exception {
    var unused = ip("netns", "delete", NAMESPACE);
  }

  private static Programs.Exit ip(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("/usr/sbin/ip"));
    words.addAll(List.of(arguments));
    return Programs.run(words, Deadline.in(LIMIT));
  }

  private static void inside(String words) throws Exception {
    Programs.Exit exit = ip(("-n " + NAMESPACE + " " + words).split(" "));
    assertThat(exit.succeeded()).as("%s: %s", words, exit.output()).isTrue();
  }

  private static NetworkAddress address(String device) {
    return new NetworkAddress(
        new Policy.AddressPart(IP, 24, device), List.of("/usr/sbin/ip", "-n", NAMESPACE));
  }

  private static ActionContext context() {
    return new ActionContext(Map.of(), Deadline.in(LIMIT), progress -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7/24", "192.0.2.7/32", "192.0.2.7 peer 192.0.2.1/28"})
  void isReleasedWithWhateverPrefixItStands(String stands) throws Exception {
    inside("addr add 192.0.2.8/32 dev lo");
    inside("addr add " + stands + " dev lo");

    Map<String, String> facts = new AddressActions(address("lo")).release(context());

    assertThat(facts).containsEntry("already", "false").containsEntry("held", "false");
    assertThat(ip("-n", NAMESPACE, "-br", "addr").output()).contains("192.0.2.8/32");
  }

  @Test
  void isReleasedFromAllDevicesThatCarryIt() throws Exception {
    inside("link add other type veth peer name far");
    inside("addr add 192.0.2.7/24 dev lo");
    inside("addr add 192.0.2.7/32 dev other");

    Map<String, String> facts = new AddressActions(address("lo")).release(context());

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
}
