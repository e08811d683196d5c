package dev.baton.agent.application;

import static dev.baton.protocol.ActionType.APPLICATION_START;
import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.agent.TestAgent;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestCertificates;
import dev.baton.agent.TestPorts;
import dev.baton.agent.os.ProcessStat;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's port is closed before its process has ended (S15). */
class ApplicationCloseTest {

  private static final Map<String, String> CLOSE = Map.of("mode", "close");
  private static final Map<String, String> END = Map.of("mode", "graceful");

  @TempDir private Path folder;
  private TestAgent agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    agent = new TestAgent(folder.resolve("agent"), authority, "east-app", "");
  }

  @AfterEach
  void stopIt() throws Exception {
    agent.close();
    if (Files.exists(folder.resolve("pid"))) {
      ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Runs already; killed when a stop takes more than those seconds. */
  private void application(long millisToEnd, String stop, int seconds) throws Exception {
    int port = TestPorts.free();
    script(
        "start",
        "%s/bin/java -Xshare:auto -XX:TieredStopAtLevel=1 -cp '%s' %s %d %d >/dev/null 2>&1 & echo $! >pid"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                SlowToEnd.class.getName(),
                port,
                millisToEnd));
    script("stop", "echo stop >>calls; " + stop);
    // Where the first process reaps slowly, an ended one is still there.
    script("status", "grep -qs '^State:.[^Z]' /proc/$(cat pid)/status || exit 3; cat pid");
    agent.restartWith(
        """
        application.start=%1$s/start
        application.stop=%1$s/stop
        application.status=%1$s/status
        application.health=http://127.0.0.1:%2$d/
        application.stop.timeout=%3$d
        """
            .formatted(folder, port, seconds));
    succeeded(agent.perform(APPLICATION_START, Map.of()));
  }

  private void script(String name, String text) throws IOException {
    TestApplication.script(folder, name, text);
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
  }

  private static boolean lives(long pid) {
    return ProcessStat.alive(pid);
  }

  @CanIgnoreReturnValue
  private static TestCaller.Reply succeeded(TestCaller.Reply reply) {
    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("SUCCEEDED");
    return reply;
  }

  @Test
  void closedPortIsToldWhileTheProcessStillEnds() throws Exception {
    application(3000, "kill $(cat pid)", 15);

    TestCaller.Reply closed = succeeded(agent.perform(APPLICATION_STOP, CLOSE));
    boolean lived = lives(pid());
    TestCaller.Reply ended = succeeded(agent.perform(APPLICATION_STOP, END));

    assertThat(closed.result("running")).isEqualTo("true");
    assertThat(lived).isTrue();
    assertThat(ended.result("running")).isEqualTo("false");
    assertThat(lives(pid())).isFalse();
    assertThat(folder.resolve("calls")).hasContent("stop");
  }

  @Test
  void processThatItsScriptsKnowNoMoreIsWaitedFor() throws Exception {
    application(3000, "kill $(cat pid); rm pid", 15);
    long old = pid();

    succeeded(agent.perform(APPLICATION_STOP, CLOSE));
    boolean lived = lives(old);
    String seen = Json.write(agent.caller().get("/v1/observation").body());
    succeeded(agent.perform(APPLICATION_STOP, END));

    assertThat(lived).isTrue();
    assertThat(seen).contains("\"listening\":\"false\"", "\"running\":\"true\"");
    assertThat(lives(old)).isFalse();
  }

  @Test
  void requestThatIsUnderWayIsWaitedFor() throws Exception {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      Socket request = listener.accept();
      Set<Integer> port = Set.of(client.getPort());
      listener.close();

      assertThat(ListeningPorts.among(port)).isEmpty();
      assertThat(ListeningPorts.busy(port)).isTrue();
      request.close();
      assertThat(ListeningPorts.busy(port)).isFalse();
    }
  }

  @Test
  void whatDoesNotEndInItsTimeIsKilled() throws Exception {
    application(60_000, "kill $(cat pid)", 1);

    TestCaller.Reply closed = succeeded(agent.perform(APPLICATION_STOP, CLOSE));
    TestCaller.Reply ended = succeeded(agent.perform(APPLICATION_STOP, END));

    assertThat(closed.result("running")).isEqualTo("true");
    assertThat(ended.result("running")).isEqualTo("false");
    assertThat(lives(pid())).isFalse();
  }

  @Test
  void whatRunsAnewIsNotTakenForWhatWasToldToStop() throws Exception {
    application(60_000, "kill $(cat pid)", 5);
    succeeded(agent.perform(APPLICATION_STOP, CLOSE));
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    assertThat(new ProcessBuilder(folder.resolve("start") + "").start().waitFor()).isZero();
    long anew = pid();

    TestCaller.Reply killed = succeeded(agent.perform(APPLICATION_STOP, Map.of("mode", "kill")));

    assertThat(killed.result("already")).isEqualTo("false");
    assertThat(lives(anew)).isFalse();
  }

  @Test
  void stopScriptMayTidyUpBehindTheProcess() throws Exception {
    application(
        0, "kill $(cat pid); while kill -0 $(cat pid); do sleep 0.5; done; echo tidy >>calls", 5);

    succeeded(agent.perform(APPLICATION_STOP, END));
    succeeded(agent.perform(APPLICATION_START, Map.of()));

    assertThat(folder.resolve("calls")).hasContent("stop\ntidy");
  }

  @Test
  void whatDoesNotCloseItsPortInItsTimeIsKilled() throws Exception {
    application(0, "exec sleep 60", 1);

    TestCaller.Reply closed = succeeded(agent.perform(APPLICATION_STOP, CLOSE));

    assertThat(closed.result("running")).isEqualTo("false");
    assertThat(lives(pid())).isFalse();
  }

  @Test
  void startWaitsForTheEndOfTheOldProcess() throws Exception {
    application(3000, "kill $(cat pid)", 15);
    succeeded(agent.perform(APPLICATION_STOP, CLOSE));
    long old = pid();
    agent.restart();

    TestCaller.Reply started = succeeded(agent.perform(APPLICATION_START, Map.of()));

    assertThat(started.result("already")).isEqualTo("false");
    assertThat(lives(old)).isFalse();
    assertThat(lives(pid())).isTrue();
  }

  @Test
  void stopCommandThatFailsIsQuotedAndNothingIsKilled() throws Exception {
    application(0, "echo no such service; exit 4", 5);

    TestCaller.Reply closed = agent.perform(APPLICATION_STOP, CLOSE);

    assertThat(closed.text("state")).isEqualTo("FAILED");
    assertThat(closed.text("error")).contains("stop ended with 4: no such service");
    assertThat(lives(pid())).isTrue();
  }

  /** As where the policy names a unit that systemd does not know, or another one. */
  @Test
  void whatStillAnswersIsNotBelievedToHaveStopped() throws Exception {
    application(0, "kill $(cat pid)", 5);
    script("status", "exit 3");

    for (String mode : new String[] {"close", "graceful", "kill"}) {
      TestCaller.Reply reply = agent.perform(APPLICATION_STOP, Map.of("mode", mode));

      assertThat(reply.text("state")).as(mode).isEqualTo("FAILED");
      assertThat(reply.text("error"))
          .as(mode)
          .contains("still answers at http://127.0.0.1:", "by application.status it does not run");
    }
    assertThat(lives(pid())).isTrue();
  }

  @Test
  void portOfAnotherIsNotWaitedForWhenItHasEnded() throws Exception {
    try (TestApplication application = new TestApplication(folder.resolve("app"))) {
      agent.restartWith(application.policy() + "application.stop.timeout=1\n");
      application.setRunning();

      TestCaller.Reply closed = succeeded(agent.perform(APPLICATION_STOP, CLOSE));

      assertThat(closed.result("running")).isEqualTo("false");
    }
  }
}
