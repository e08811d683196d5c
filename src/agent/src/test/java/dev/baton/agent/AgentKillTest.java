package dev.baton.agent;

import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.protocol.ActionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent process is killed with -9 over an order, and started again. */
class AgentKillTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private TestApplication application;
  private SlowCopy copy;
  private AgentProcess agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    application = new TestApplication(folder.resolve("app"));
    application.setRunning();
    copy = new SlowCopy(folder);
    agent =
        new AgentProcess(
            folder.resolve("agent"),
            new TestCertificates(folder.resolve("ca")),
            "east",
            application.policy() + copy.policy());
  }

  @AfterEach
  void stopIt() throws Exception {
    agent.close();
    application.close();
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }

  private String state(String id, int wait) throws Exception {
    return agent.caller().get(TestCaller.actionPath(id) + "?wait=" + wait).text("state");
  }

  private ActionRequest stop() throws Exception {
    return agent.request(APPLICATION_STOP, Map.of("mode", "graceful"));
  }

  private ActionRequest copyOrder() throws Exception {
    return agent.request(POSTGRES_BASE_BACKUP, SlowCopy.SOURCE);
  }

  @Test
  void orderItDiedOverIsLostAndNotDoneAgain() throws Exception {
    application.closeGate();
    ActionRequest request = stop();
    TestCaller.Reply begun = agent.caller().perform("op/stop/1", request.toMap(), 0);
    until(() -> application.calls().contains("stop"));

    agent.kill();
    application.openGate();
    agent.startAgain();

    assertThat(begun.text("state")).isEqualTo("RUNNING");
    assertThat(state("op/stop/1", 0)).isEqualTo("LOST");
    assertThat(agent.caller().perform("op/stop/1", request).text("state")).isEqualTo("LOST");
    assertThat(application.calls()).containsExactly("stop");
  }

  @Test
  void longOrderGoesOnBesideItsDeath() throws Exception {
    ActionRequest request = copyOrder();
    TestCaller.Reply begun = agent.caller().perform("op/copy/1", request.toMap(), 0);
    until(() -> copy.runs() == 1);

    agent.kill();
    agent.startAgain();
    TestCaller.Reply repeated = agent.caller().perform("op/copy/1", request.toMap(), 0);
    copy.openGate();

    assertThat(begun.text("state")).isEqualTo("RUNNING");
    assertThat(repeated.text("state")).isEqualTo("RUNNING");
    assertThat(state("op/copy/1", 20)).isEqualTo("SUCCEEDED");
    assertThat(copy.runs()).isEqualTo(1);
  }

  @Test
  void longOrderThatEndedWhileItWasDeadIsTakenIn() throws Exception {
    TestCaller.Reply begun = agent.caller().perform("op/copy/1", copyOrder().toMap(), 0);
    until(() -> copy.runs() == 1);

    agent.kill();
    copy.openGate();
    until(copy::copied);
    agent.startAgain();

    assertThat(begun.text("state")).isEqualTo("RUNNING");
    assertThat(state("op/copy/1", 20)).isEqualTo("SUCCEEDED");
    assertThat(copy.runs()).isEqualTo(1);
  }

  @Test
  void answerThatWasLostIsGivenAgain() throws Exception {
    ActionRequest request = stop();
    TestCaller.Reply first = agent.caller().perform("op/stop/1", request);

    agent.kill();
    agent.startAgain();
    TestCaller.Reply repeated = agent.caller().perform("op/stop/1", request);

    assertThat(first.text("state")).isEqualTo("SUCCEEDED");
    assertThat(repeated.body().get("result")).isEqualTo(first.body().get("result"));
    assertThat(application.calls()).containsExactly("stop");
  }
}
