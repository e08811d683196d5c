package dev.baton.agent.guard;

import static dev.baton.protocol.ActionType.APPLICATION_START;
import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestCertificates;
import dev.baton.agent.os.Boot;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent on a host that has booted since it last heard of its role. */
class GuardedAgentTest {

  private static final Map<String, String> GRACEFUL = Map.of("mode", "graceful");

  @TempDir private Path folder;
  private TestCertificates authority;
  private TestApplication application;
  private @Nullable TestAgent agent;

  @BeforeEach
  void startAnApplicationThatCameUpPastTheGuard() throws Exception {
    authority = new TestCertificates(folder.resolve("ca"));
    application = new TestApplication(folder.resolve("app"));
    application.setRunning();
  }

  @AfterEach
  void stopIt() throws Exception {
    agent().close();
    application.close();
  }

  private TestAgent agent() {
    return Objects.requireNonNull(agent);
  }

  private void start(HostRole role, String bootId, String more) throws Exception {
    Path state = Files.createDirectories(folder.resolve("agent/state"));
    new KnownRole("ci", role, 6, 40, bootId).write(state);
    String kill = "application.kill=%s/stop\n".formatted(folder.resolve("app"));
    agent =
        new TestAgent(
            folder.resolve("agent"), authority, "east", application.policy() + kill + more);
  }

  private TestCaller.Reply announce(String role, long term) throws Exception {
    return agent()
        .caller()
        .send(
            "PUT",
            "/v1/epochs/ci",
            "{\"installation\":\"%s\",\"epoch\":7,\"term\":%d,\"instance\":\"replica-1\",\"role\":\"%s\",\"version\":50}"
                .formatted(TestAgent.INSTALLATION, term, role));
  }

  private Map<String, ?> guard() throws Exception {
    return Json.object(agent().caller().get("/v1/observation").body().get("guard"), "guard");
  }

  @Test
  void stopsWhatRunsWhenNobodyConfirmsItsRole() throws Exception {
    start(HostRole.PRIMARY, "an earlier boot", "guard.timeout=1\n");

    await().until(() -> !application.running());
    await().until(() -> guard().containsKey("stopped"));
    assertThat(guard().get("held")).isEqualTo("true");
    assertThat(guard().get("stopped")).isEqualTo("the application");
    assertThat(String.valueOf(guard().get("why"))).contains("primary of ci in term 6");
  }

  @Test
  void stopsWhatRunsAsSoonAsItHearsThatItWasReplaced() throws Exception {
    start(HostRole.PRIMARY, "an earlier boot", "");

    TestCaller.Reply told = announce("out", 7);

    assertThat(told.status()).isEqualTo(200);
    await().until(() -> !application.running());
  }

  @Test
  void leavesAPrimaryAloneThatIsConfirmed() throws Exception {
    start(HostRole.PRIMARY, "an earlier boot", "guard.timeout=1\n");
    TestCaller.Reply told = announce("primary", 6);

    TestCaller.Reply stopped = agent().perform(APPLICATION_STOP, GRACEFUL);

    assertThat(told.status()).isEqualTo(200);
    assertThat(stopped.result("already")).isEqualTo("false");
    assertThat(application.calls()).containsExactly("stop");
  }

  @Test
  void hasTheGuardSetBeforeAStopIsReportedDone() throws Exception {
    start(HostRole.PRIMARY, Boot.current().id(), "");

    TestCaller.Reply stopped = agent().perform(APPLICATION_STOP, GRACEFUL);
    HostRole after = KnownRole.read(agent().state()).orElseThrow().role();

    assertThat(stopped.text("state")).isEqualTo("SUCCEEDED");
    assertThat(after).isEqualTo(HostRole.OUT);
  }

  @Test
  void startsWhatItIsOrderedToStart() throws Exception {
    start(HostRole.OUT, "an earlier boot", "guard.timeout=1\n");
    await().until(() -> !application.running());

    TestCaller.Reply started = agent().perform(APPLICATION_START, Map.of());

    assertThat(started.text("state")).as("%s", started.body()).isEqualTo("SUCCEEDED");
    assertThat(application.running()).isTrue();
  }

  @Test
  void refusesToBeConfirmedForATermThatIsOver() throws Exception {
    start(HostRole.OUT, "an earlier boot", "");

    TestCaller.Reply told = announce("primary", 5);

    assertThat(told.status()).isEqualTo(409);
    assertThat(told.text("refusal")).isEqualTo("stale-term");
    assertThat(guard().get("role")).isEqualTo("out");
  }
}
