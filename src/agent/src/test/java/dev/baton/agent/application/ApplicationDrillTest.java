package dev.baton.agent.application;

import static dev.baton.protocol.ActionType.APPLICATION_DRILL;
import static dev.baton.protocol.ActionType.APPLICATION_HEALTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.baton.agent.TestAgent;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestScript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rehearsal of the application on a throw-away copy, and its health seen from elsewhere. */
class ApplicationDrillTest {

  private static final Map<String, String> COPY = Map.of("host", "10.77.0.12", "port", "15432");

  @TempDir private Path folder;
  private TestApplication application;
  private TestAgent agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    application = new TestApplication(folder.resolve("app"));
    drill("echo \"$@\" >" + folder.resolve("words"));
    agent =
        new TestAgent(
            folder,
            "west-app",
            application.policy()
                + "application.drill=%s --quick%n".formatted(folder.resolve("drill.sh"))
                + "address.ip=127.0.0.1\naddress.prefix=32\naddress.device=lo\n");
  }

  private void drill(String body) throws Exception {
    TestScript.write(folder.resolve("drill.sh"), body);
  }

  @AfterEach
  void stopIt() throws Exception {
    agent.close();
    application.close();
  }

  @Test
  void givesHostAndPortOfTheCopyAsTheLastWords() throws Exception {
    TestCaller.Reply reply = agent.perform(APPLICATION_DRILL, COPY);

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("SUCCEEDED");
    assertThat(reply.result("running")).isEqualTo("false");
    assertThat(folder.resolve("words")).hasContent("--quick 10.77.0.12 15432");
  }

  @Test
  void saysHowTheCommandEnded() throws Exception {
    drill("echo no such table; exit 4");

    TestCaller.Reply reply = agent.perform(APPLICATION_DRILL, COPY);

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).isEqualTo("application.drill ended with 4: no such table");
  }

  @Test
  void isNotRehearsedWhereItRuns() throws Exception {
    application.setRunning();

    TestCaller.Reply reply = agent.perform(APPLICATION_DRILL, COPY);

    assertThat(reply.text("error")).contains("runs here: it is not rehearsed");
    assertThat(folder.resolve("words")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"/run/postgresql, 15432", "10.77.0.12, x", "10.77.0.12, 15432;rm"})
  void takesNothingThatIsNoAddressAndPort(String host, String port) throws Exception {
    TestCaller.Reply reply = agent.perform(APPLICATION_DRILL, Map.of("host", host, "port", port));

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("is no address and port");
    assertThat(folder.resolve("words")).doesNotExist();
  }

  @Test
  void healthIsSeenThroughTheAddressToo() throws Exception {
    application.setRunning();

    TestCaller.Reply through = agent.read(APPLICATION_HEALTH, Map.of("through", "address"));
    TestCaller.Reply nobody = agent.read(APPLICATION_HEALTH, Map.of("through", "127.0.0.99"));

    assertThat(through.result("state")).isEqualTo("up");
    assertThat(through.body()).doesNotContainKey("version");
    assertThat(nobody.result("state")).isEqualTo("down");
  }

  @Test
  void healthIsSeenThroughAnIpv6AddressToo() throws Exception {
    application.setRunning();
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), 0), 0);
    other.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    agent.restartWith(
        application.policy()
            + "application.port=%d%n".formatted(other.getAddress().getPort())
            + "address.ip=::1\naddress.prefix=128\naddress.device=lo\n");

    TestCaller.Reply through = agent.read(APPLICATION_HEALTH, Map.of("through", "address"));
    other.stop(0);

    assertThat(through.result("state")).as("%s", through.body()).isEqualTo("up");
  }
}
