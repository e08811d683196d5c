package dev.baton.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
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

/** An IPv6 address between two hosts, with the kernel's own neighbour discovery and ndisc6. */
class Ipv6OnALinkTest {

  private static final String IP = "2001:db8::7";

  @TempDir private Path state;
  private @Nullable TestLink link;

  @BeforeEach
  void makeALink() throws Exception {
    assumeThat(TestLink.possible()).as("needs root to make network namespaces").isTrue();
    assumeThat(Path.of("/usr/bin/ndisc6")).as("needs Debian's ndisc6").exists();
    link = new TestLink();
    await().until(() -> ready("a") && ready("b"));
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

  /** Once the kernel uses the link's own address, from which it and ndisc6 ask. */
  private boolean ready(String host) throws Exception {
    String own = link().on(host, "-6 addr show dev eth0");
    return own.contains("fe80::") && !own.contains("tentative");
  }

  private AddressActions address(String host) throws Exception {
    return new AddressActions(
        new Policy.AddressPart(IP, new Policy.OnDevice(64, "eth0")),
        link().programs(host),
        Files.createDirectories(state.resolve(host)));
  }

  private static ActionContext context() {
    return new ActionContext(Map.of(), Deadline.in(Duration.ofSeconds(10)), progress -> {});
  }

  @Test
  void movesAndTheNeighboursAreTold() throws Exception {
    link()
        .run("b", "-6 neigh replace %s lladdr 02:00:00:00:00:99 dev eth0 nud stale".formatted(IP));

    Map<String, String> taken = address("a").assign(context());

    assertThat(taken).containsEntry("held", "true").doesNotContainKey("why");
    assertThat(address("b").probe(context()))
        .containsEntry("answered", "true")
        .containsEntry("held", "false");
    await().until(() -> !link().on("b", "-6 neigh show to " + IP).contains("02:00:00:00:00:99"));
    assertThat(address("a").release(context())).containsEntry("held", "false");
    assertThat(address("b").assign(context())).containsEntry("held", "true");
  }

  @Test
  void isNotTakenWhileSomebodyAnswers() throws Exception {
    Map<String, String> unused = address("a").assign(context());

    assertThatThrownBy(() -> address("b").assign(context()))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining(IP + " is answered by");

    assertThat(address("b").read()).containsEntry("held", "false");
  }

  @Test
  void secondHolderIsSeenByTheFirst() throws Exception {
    Map<String, String> unused = address("a").assign(context());
    link().run("b", "-6 addr add %s/64 dev eth0 nodad".formatted(IP));

    assertThat(address("a").probe(context()))
        .containsEntry("held", "true")
        .containsEntry("answered", "true");
  }
}
