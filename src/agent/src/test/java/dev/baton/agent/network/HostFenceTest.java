package dev.baton.agent.network;

import static dev.baton.protocol.ActionType.HOST_FENCE;
import static dev.baton.protocol.ActionType.NETWORK_LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestScript;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an agent makes of the operator's fencing command, and how it looks for other hosts. */
class HostFenceTest {

  @TempDir private Path folder;
  private TestAgent agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    command("exit 0");
    agent =
        new TestAgent(
            folder, "west-db", "fence.command=%s --zone a%nfence.timeout=1%n".formatted(script()));
  }

  private Path script() {
    return folder.resolve("fence.sh");
  }

  private void command(String body) throws Exception {
    TestScript.write(script(), body);
  }

  @AfterEach
  void stopIt() throws Exception {
    agent.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "exit 0, SUCCEEDED",
    "exit 1, FAILED",
    "exit 2, LOST",
    "exit 127, LOST",
    "exec sleep 60, LOST",
    "sleep 60; exit 0, LOST"
  })
  void believesTheExitStatusAndNothingElse(String body, String state) throws Exception {
    command(body);

    TestCaller.Reply reply = agent.perform(HOST_FENCE, Map.of("host", "east-db"));

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo(state);
  }

  @Test
  void givesTheNameOfTheHostAsTheLastWord() throws Exception {
    command("echo \"$@\"");

    TestCaller.Reply reply = agent.perform(HOST_FENCE, Map.of("host", "east-db"));

    assertThat(reply.result("output")).isEqualTo("--zone a east-db");
  }

  @Test
  void takesNothingThatIsNoNameOfAHost() throws Exception {
    TestCaller.Reply reply = agent.perform(HOST_FENCE, Map.of("host", "--all"));

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("no name of a host");
  }

  @Test
  void tellsAnOpenPortFromAClosedOne() throws Exception {
    TestCaller.Reply open =
        agent.read(
            NETWORK_LOOK, Map.of("host", "127.0.0.1", "port", Integer.toString(agent.port())));
    TestCaller.Reply closed = agent.read(NETWORK_LOOK, Map.of("host", "127.0.0.1", "port", "1"));

    assertThat(open.result("connected")).isEqualTo("true");
    assertThat(closed.result("connected")).isEqualTo("false");
    assertThat(closed.result("definite")).isEqualTo("true");
  }

  /** No TCP connection can go to a multicast address, so the kernel of this host says no. */
  @Test
  void concludesNothingFromAQuestionThatItCouldNotAsk() throws Exception {
    TestCaller.Reply untold = agent.read(NETWORK_LOOK, Map.of("host", "224.0.0.1", "port", "5432"));

    assertThat(untold.result("connected")).as("%s", untold.body()).isEqualTo("false");
    assertThat(untold.result("definite")).isEqualTo("false");
  }
}
