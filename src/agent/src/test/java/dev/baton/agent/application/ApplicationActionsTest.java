package dev.baton.agent.application;

import static dev.baton.protocol.ActionType.APPLICATION_DRAIN;
import static dev.baton.protocol.ActionType.APPLICATION_HEALTH;
import static dev.baton.protocol.ActionType.APPLICATION_START;
import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCaller;
import dev.baton.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ApplicationActionsTest {

  @TempDir private Path folder;
  private TestApplication application;
  private TestAgent agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    application = new TestApplication(folder.resolve("app"));
    agent = new TestAgent(folder, "east-app", application.policy());
  }

  @AfterEach
  void stopIt() throws Exception {
    agent.close();
    application.close();
  }

  @Test
  void startsItUntilItIsUpAndStopsItAgain() throws Exception {
    TestCaller.Reply started = agent.perform(APPLICATION_START, Map.of());
    TestCaller.Reply again = agent.perform(APPLICATION_START, Map.of());
    TestCaller.Reply health = agent.read(APPLICATION_HEALTH, Map.of("through", "local"));
    TestCaller.Reply stopped = agent.perform(APPLICATION_STOP, Map.of("mode", "graceful"));

    assertThat(started.text("state")).as("%s", started.body()).isEqualTo("SUCCEEDED");
    assertThat(again.result("already")).isEqualTo("true");
    assertThat(health.result("state")).isEqualTo("up");
    assertThat(health.result("version")).isEqualTo("25.1.0");
    assertThat(stopped.result("already")).isEqualTo("false");
    assertThat(application.calls()).containsExactly("start", "stop");
  }

  /** Its status goes by a file that its stop removes first. */
  @Test
  void lastAnswersOfAnApplicationThatHasStoppedAreWaitedFor() throws Exception {
    script("stop", "touch stopped; (sleep 0.5; rm running) >/dev/null 2>&1 & exit 0");
    script("status", "[ -e running ] && [ ! -e stopped ] || exit 3");
    application.setRunning();

    TestCaller.Reply stopped = agent.perform(APPLICATION_STOP, Map.of("mode", "graceful"));

    assertThat(stopped.text("state")).as("%s", stopped.body()).isEqualTo("SUCCEEDED");
    assertThat(application.running()).isFalse();
  }

  /** A health asked for every few milliseconds slowed the boot of GoCD by seconds. */
  @Test
  void doesNotSlowTheBootThatItWaitsFor() throws Exception {
    script("start", "touch started; (sleep 1; touch running) & exit 0");
    script("status", "[ -e started ] || exit 3");
    int before = application.healthAsked.get();

    TestCaller.Reply started = agent.perform(APPLICATION_START, Map.of());

    assertThat(started.text("state")).as("%s", started.body()).isEqualTo("SUCCEEDED");
    // Ten a second by the start, two by the observer.
    assertThat(application.healthAsked.get() - before).isBetween(1, 30);
  }

  @Test
  void isStartedWhenItsReadyCommandSaysSo() throws Exception {
    script("ready", "echo ready >>calls; [ $(grep -c ready calls) -ge 3 ]");
    agent.restartWith(
        application.policy() + "application.ready=%s/ready\n".formatted(folder.resolve("app")));

    TestCaller.Reply started = agent.perform(APPLICATION_START, Map.of());

    assertThat(started.text("state")).as("%s", started.body()).isEqualTo("SUCCEEDED");
    assertThat(application.calls()).containsExactly("start", "ready", "ready", "ready");
  }

  /** The control plane looks when a start ended badly: this one did not take effect. */
  @Test
  void healthOnTheHostSaysWhetherItIsReadyToo() throws Exception {
    script("ready", "[ -e ready-now ]");
    agent.restartWith(
        application.policy() + "application.ready=%s/ready\n".formatted(folder.resolve("app")));
    application.setRunning();

    TestCaller.Reply before = agent.read(APPLICATION_HEALTH, Map.of("through", "local"));
    Files.writeString(folder.resolve("app/ready-now"), "");
    TestCaller.Reply after = agent.read(APPLICATION_HEALTH, Map.of("through", "local"));

    assertThat(before.result("state")).isEqualTo("up");
    assertThat(before.result("ready")).isEqualTo("false");
    assertThat(after.result("ready")).isEqualTo("true");
  }

  /** Who asks waits for five seconds: a late answer would say nothing of its health either. */
  @Test
  @Timeout(30)
  void healthComesInTimeWhereItsReadyCommandIsSlow() throws Exception {
    script("ready", "exec sleep 20");
    agent.restartWith(
        application.policy() + "application.ready=%s/ready\n".formatted(folder.resolve("app")));
    application.setRunning();
    long asked = System.nanoTime();

    TestCaller.Reply health = agent.read(APPLICATION_HEALTH, Map.of("through", "local"));

    assertThat(health.result("state")).as("%s", health.body()).isEqualTo("up");
    assertThat(Json.write(health.body())).doesNotContain("\"ready\"");
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void saysAtOnceThatItDiedAtBoot() throws Exception {
    application.breakIt();

    TestCaller.Reply reply = agent.perform(APPLICATION_START, Map.of());

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("ended while starting");
    assertThat(Long.parseLong(reply.text("elapsedMs"))).isLessThan(20_000);
  }

  @Test
  void whatItSaidIsToldAndKeptWithoutItsSecrets() throws Exception {
    application.breakIt("no jdbc:postgresql://db/ci?user=ci&password=S3cret\n");

    TestCaller.Reply reply = agent.perform(APPLICATION_START, Map.of());

    assertThat(reply.text("error")).contains("no jdbc:postgresql://db/ci?***");
    try (Stream<Path> files = Files.walk(folder.resolve("agent/state"))) {
      assertThat(
              files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(".log")))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).content().doesNotContain("S3cret"));
    }
  }

  private String requiring(String... files) {
    StringBuilder line = new StringBuilder("application.requires=");
    for (String file : files) {
      line.append(folder.resolve(file)).append(' ');
    }
    return application.policy() + line.toString().strip() + "\n";
  }

  private String observed() throws Exception {
    return Json.write(agent.caller().get("/v1/observation").body());
  }

  @Test
  void isNotStartedWithoutTheFilesThatItRequires() throws Exception {
    Files.writeString(folder.resolve("there"), "x");
    Files.writeString(folder.resolve("empty"), "");
    agent.restartWith(requiring("there", "empty", "db.properties", "app"));

    TestCaller.Reply refused = agent.perform(APPLICATION_START, Map.of());
    String seen = observed();

    String flaws =
        "%1$s/empty is empty; %1$s/db.properties is not there, or hidden from the agent; %1$s/app is no file"
            .formatted(folder);
    assertThat(refused.text("state")).isEqualTo("FAILED");
    assertThat(refused.text("error"))
        .contains("%1$s/empty is empty; %1$s/db.properties is not there".formatted(folder))
        .doesNotContain("is no file");
    assertThat(seen).contains("\"missingFiles\":\"" + flaws);
    assertThat(application.calls()).isEmpty();
  }

  /** Its unit may have groups that this look knows nothing of, and a start may be the way back. */
  @Test
  void judgementOfRightsStopsNoStart() throws Exception {
    Path hidden = Files.createDirectories(folder.resolve("hidden"));
    Files.writeString(hidden.resolve("db.properties"), "x");
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("---------"));
    // No file is found to be not there, and none is found to be empty.
    agent.restartWith(requiring("hidden/db.properties", "app"));

    TestCaller.Reply started = agent.perform(APPLICATION_START, Map.of());
    String seen = observed();
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));

    assertThat(started.text("state")).as("%s", started.body()).isEqualTo("SUCCEEDED");
    assertThat(seen).contains("app is no file");
  }

  /** {@code db.properties} belongs to its host, and is never sent. */
  @Test
  void siteThatWaitsDoesNotMissWhatItIsSent() throws Exception {
    Path etc = Files.createDirectories(folder.resolve("etc"));
    agent.restartWith(
        requiring("etc/config.xml", "etc/db.properties") + "folder.etc=%s\n".formatted(etc));

    TestCaller.Reply refused = agent.perform(APPLICATION_START, Map.of());
    String waiting = observed();
    application.setRunning();
    String serving = observed();

    String missing = "%s is not there";
    String sent = missing.formatted(etc.resolve("config.xml"));
    String own = missing.formatted(etc.resolve("db.properties"));
    assertThat(refused.text("error")).contains(sent, own);
    assertThat(waiting).contains("\"missingFiles\":\"" + own).doesNotContain(sent);
    assertThat(serving).contains(sent, own);
  }

  @Test
  void isStartedWithThem() throws Exception {
    Files.writeString(folder.resolve("db.properties"), "db.url=jdbc:postgresql://db/ci");
    agent.restartWith(requiring("db.properties"));

    TestCaller.Reply started = agent.perform(APPLICATION_START, Map.of());
    String seen = observed();

    assertThat(started.text("state")).as("%s", started.body()).isEqualTo("SUCCEEDED");
    assertThat(seen).contains("\"missingFiles\":\"\"");
  }

  @Test
  void drainsItAndLetsItWorkAgain() throws Exception {
    application.setRunning();

    TestCaller.Reply drained = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));
    TestCaller.Reply again = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));
    TestCaller.Reply undrained = agent.perform(APPLICATION_DRAIN, Map.of("drained", "false"));

    assertThat(drained.result("runningJobs")).isEqualTo("p/s/j");
    assertThat(drained.result("already")).isEqualTo("false");
    assertThat(again.result("already")).isEqualTo("true");
    assertThat(undrained.result("drained")).isEqualTo("false");
    assertThat(application.maintenance).isFalse();
  }

  @Test
  void runningJobsHoldTheDrainUpUnlessTheyAreTakenAlong() throws Exception {
    application.setRunning();
    application.busy.set(true);
    agent.restartWith(application.policy() + "application.drain.timeout=1\n");
    TestCaller.Reply waiting = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));

    agent.restartWith(application.policy() + "application.drain.jobs=take\n");
    TestCaller.Reply taking = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));
    application.updating.set(true);
    agent.restartWith(
        application.policy() + "application.drain.jobs=take\napplication.drain.timeout=1\n");
    TestCaller.Reply updating = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));

    assertThat(updating.text("error")).isEqualTo("still at work: updates of 1 materials");
    assertThat(waiting.text("error"))
        .isEqualTo("still at work: p/s/j; application.drain.jobs=take goes on with running jobs");
    assertThat(taking.text("state")).as("%s", taking.body()).isEqualTo("SUCCEEDED");
    assertThat(taking.result("runningJobs")).isEqualTo("p/s/j");
  }

  /**
   * With commands in the place of GoCD's maintenance mode; {@code drain} is what the first does.
   */
  private void drainedByCommands(String drain) throws Exception {
    script("drain", drain);
    script("undrain", "echo undrain >>calls");
    agent.restartWith(
        application.policy().replaceAll("(?m)^application.maintenance=.*\n", "")
            + """
            application.drain=%1$s/drain
            application.undrain=%1$s/undrain
            application.drain.timeout=1
            """
                .formatted(folder.resolve("app")));
    application.setRunning();
  }

  private void script(String name, String text) throws Exception {
    TestApplication.script(folder.resolve("app"), name, text);
  }

  @Test
  void drainsItByTheCommandsOfThePolicy() throws Exception {
    drainedByCommands("echo drain >>calls");

    TestCaller.Reply drained = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));
    TestCaller.Reply undrained = agent.perform(APPLICATION_DRAIN, Map.of("drained", "false"));

    assertThat(drained.result("drained")).as("%s", drained.body()).isEqualTo("true");
    assertThat(undrained.result("drained")).isEqualTo("false");
    assertThat(application.calls()).containsExactly("drain", "undrain");
    assertThat(Json.write(agent.caller().get("/v1/observation").body()))
        .contains("\"drainable\":\"true\"");
  }

  @Test
  void drainThatCannotBeNowGivesItsReasonAndLeavesNothingHalfDone() throws Exception {
    drainedByCommands("echo looking; echo a backup runs until noon; exit 3");

    TestCaller.Reply reply = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).isEqualTo("it cannot be drained now: a backup runs until noon");
    assertThat(application.calls()).containsExactly("undrain");
  }

  @Test
  void drainThatHangsIsEndedAfterItsLimitAndTakenBack() throws Exception {
    drainedByCommands("exec sleep 60");

    TestCaller.Reply reply = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("drain did not end in time");
    assertThat(application.calls()).containsExactly("undrain");
  }

  @Test
  void tokenThatIsRefusedIsSeenBeforeADrainIsOrdered() throws Exception {
    application.setRunning();
    application.refusesToken.set(true);

    String seen = Json.write(agent.caller().get("/v1/observation").body());

    assertThat(seen)
        .contains("\"drained\":\"unknown\"", "\"drainWhy\":\"maintenance mode API answered 401");
  }

  @Test
  void drainThatIsRefusedSaysThatNothingWasTouchedAndWhatToDo() throws Exception {
    application.setRunning();
    application.refusesOrders.set(true);
    TestCaller.Reply toldInVain = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));
    application.refusesToken.set(true);
    TestCaller.Reply notEvenRead = agent.perform(APPLICATION_DRAIN, Map.of("drained", "true"));

    for (TestCaller.Reply reply : new TestCaller.Reply[] {toldInVain, notEvenRead}) {
      assertThat(reply.text("state")).isEqualTo("FAILED");
      assertThat(reply.result("touched")).as("%s", reply.body()).isEqualTo("false");
      assertThat(reply.text("error")).contains("answered 401", "application.token.file");
    }
    assertThat(application.maintenance).isFalse();
  }

  /** Its limit is over, and it takes no new work: what it does still is told beside that. */
  @Test
  void drainedApplicationThatIsStillAtWorkIsSeenToBe() throws Exception {
    application.setRunning();
    application.busy.set(true);
    String working = Json.write(agent.caller().get("/v1/observation").body());
    application.maintenance.set(true);
    String drained = Json.write(agent.caller().get("/v1/observation").body());
    application.busy.set(false);
    String done = Json.write(agent.caller().get("/v1/observation").body());

    assertThat(working).contains("\"drained\":\"false\"").doesNotContain("atWork");
    assertThat(drained).contains("\"drained\":\"true\"", "\"atWork\":\"true\"");
    assertThat(done).contains("\"drained\":\"true\"", "\"atWork\":\"false\"");
  }

  @Test
  void whoeverDoesNotWaitGetsALookFromAfterItsCall() throws Exception {
    TestCaller.Reply before = agent.caller().get("/v1/observation");
    application.setRunning();

    TestCaller.Reply after = agent.caller().get("/v1/observation");

    assertThat(Json.write(before.body())).contains("\"state\":\"starting\"");
    assertThat(Json.write(after.body())).contains("\"state\":\"up\"", "\"running\":\"true\"");
  }

  @Test
  @Timeout(30)
  void whoeverWaitsIsToldOfAChange() throws Exception {
    TestCaller.Reply before = agent.caller().get("/v1/observation?after=0&wait=5");
    application.setRunning();
    TestCaller.Reply after = before;
    while (!Json.write(after.body()).contains("\"state\":\"up\"")) {
      after = agent.caller().get("/v1/observation?wait=5&after=" + after.text("number"));
    }

    assertThat(Json.write(before.body()))
        .contains("\"state\":\"starting\"", "\"running\":\"false\"");
    assertThat(Json.write(after.body())).contains("\"running\":\"true\"", "\"version\":\"25.1.0\"");
  }
}
