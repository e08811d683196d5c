package dev.baton.agent;

import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.os.TimestampedPath;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a death in the middle of a transfer or copy leaves is gone after the agent's next start. */
class LeftoversTest {

  private static final String INCOMING = ".baton-incoming-0b5e6e3a";

  @TempDir private Path folder;
  private TestApplication application;
  private SlowCopy copy;
  private TestAgent agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    application = new TestApplication(folder.resolve("app"));
    copy = new SlowCopy(folder);
    Files.createDirectories(folder.resolve("plugins/deep"));
    Files.writeString(folder.resolve("config.xml"), "<cruise/>");
    String files =
        "file.config.xml=%1$s/config.xml%nfolder.plugins=%1$s/plugins%n".formatted(folder);
    agent = new TestAgent(folder, "east", application.policy() + copy.policy() + files);
  }

  @AfterEach
  void stopIt() throws Exception {
    agent.close();
    application.close();
  }

  @Test
  void copyKilledInTheMiddleIsRemovedAndTheOldFolderIsBackInPlace() throws Exception {
    beginTheCopy();
    agent.close();
    killTheChild();
    Files.createDirectories(data().resolve("base/1"));
    Files.writeString(data().resolve("base/1/2619"), "half of a table");

    agent.restart();

    awaitReport("what it had copied is removed, the old data folder is back in place");
    assertThat(data().resolve("postgresql.conf")).hasContent("port = 1");
    assertThat(data().resolve("base")).doesNotExist();
    assertThat(TimestampedPath.all(data(), "old")).isEmpty();
    assertThat(agent.state().resolve("own-files.tar")).doesNotExist();
  }

  @Test
  void copyThatMayBeWholeIsLeftAsItIs() throws Exception {
    beginTheCopy();
    agent.close();
    killTheChild();
    Files.createDirectories(data().resolve("global"));
    Files.writeString(data().resolve("global/pg_control"), "the last file of a copy");

    agent.restart();

    assertThat(report().text("state")).isEqualTo("LOST");
    assertThat(data().resolve("global/pg_control")).exists();
    assertThat(TimestampedPath.all(data(), "old")).hasSize(1);
  }

  @Test
  void copyThatStillRunsIsLeftToItself() throws Exception {
    beginTheCopy();
    Path pid = journal(".pid");
    agent.close();
    Files.delete(pid);

    agent.restart();

    assertThat(report().text("state")).isEqualTo("LOST");
    copy.openGate();
    await().until(copy::copied);
    assertThat(TimestampedPath.all(data(), "old")).hasSize(1);
  }

  @Test
  void copyThatNobodyWantsAnyMoreEndsAtOnceAndTheOldFolderIsBackInPlace() throws Exception {
    beginTheCopy();
    Files.createDirectories(data().resolve("base/1"));
    Files.writeString(data().resolve("base/1/2619"), "half of a table");

    TestCaller.Reply reply = cut(7);

    awaitReport("it was ended, as nobody wants it any more; what it had copied is removed");
    assertThat(data().resolve("base")).doesNotExist();
    assertThat(reply.status()).as("%s", reply.body()).isLessThan(300);
    assertThat(report().text("state")).isEqualTo("FAILED");
    assertThat(data().resolve("postgresql.conf")).hasContent("port = 1");
    assertThat(TimestampedPath.all(data(), "old")).isEmpty();
  }

  @Test
  void copyOfAnEarlierRunOfTheAgentIsEndedToo() throws Exception {
    beginTheCopy();
    agent.restart();

    TestCaller.Reply reply = cut(7);

    awaitReport("it was ended, as nobody wants it any more");
    assertThat(reply.status()).as("%s", reply.body()).isLessThan(300);
    assertThat(data().resolve("postgresql.conf")).hasContent("port = 1");
  }

  @Test
  void copyThatMayBeWholeIsNotEnded() throws Exception {
    beginTheCopy();
    Files.createDirectories(data().resolve("global"));
    Files.writeString(data().resolve("global/pg_control"), "the last file of a copy");

    TestCaller.Reply reply = cut(7);

    assertThat(reply.text("state")).isEqualTo("RUNNING");
    goesOnForAWhile();
    copy.openGate();
    await().until(() -> !report().text("state").equals("RUNNING"));
    assertThat(report().text("error")).doesNotContain("it was ended");
    assertThat(copy.copied()).isTrue();
  }

  @Test
  void copyIsNotEndedForAReplicaThatWasReplaced() throws Exception {
    beginTheCopy();

    TestCaller.Reply reply = cut(6);

    assertThat(reply.text("refusal")).isEqualTo("stale-epoch");
    goesOnForAWhile();
    copy.openGate();
    await().until(copy::copied);
  }

  /** The agent looks every 100 ms. */
  private void goesOnForAWhile() {
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(10))
        .until(() -> report().text("state").equals("RUNNING"));
  }

  private TestCaller.Reply cut(long epoch) throws Exception {
    Map<String, Object> body =
        Map.of(
            "installation",
            TestAgent.INSTALLATION.value(),
            "scope",
            "ci",
            "epoch",
            epoch,
            "term",
            1,
            "instance",
            "replica-1");
    return agent.caller().send("PUT", "/v1/ends/order?wait=0", Json.write(body));
  }

  @Test
  void copyThatWasAcceptedAndNotBegunTouchesNothing() throws Exception {
    ActionRequest request = agent.request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    agent.close();
    var unused =
        new dev.baton.agent.order.Journal(agent.state())
            .accept("order", request, dev.baton.agent.os.Boot.current());

    agent.restart();

    assertThat(report().text("state")).isEqualTo("LOST");
    assertThat(data().resolve("postgresql.conf")).hasContent("port = 1");
  }

  @Test
  void halfWrittenFilesAreRemoved() throws Exception {
    agent.close();
    List<Path> left =
        List.of(
            folder.resolve(INCOMING),
            folder.resolve("plugins").resolve(INCOMING),
            folder.resolve("plugins/deep").resolve(INCOMING),
            data().resolve("postgresql.auto.conf.new"),
            data().resolve("standby.signal.new"),
            agent.state().resolve("own-files.tar.new"),
            agent.state().resolve("epochs.json.new"));
    List<Path> others =
        List.of(
            folder.resolve("plugins/a.jar.new"),
            folder.resolve("notes.new"),
            data().resolve("postgresql.conf.new"),
            agent.state().resolve("release.json.new"));
    for (Path file : Stream.concat(left.stream(), others.stream()).toList()) {
      Files.writeString(file, "half");
    }

    agent.restart();

    assertThat(left).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(others).allSatisfy(file -> assertThat(file).exists());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void beginTheCopy() throws Exception {
    ActionRequest request = agent.request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    TestCaller.Reply begun = agent.caller().perform("order", request.toMap(), 0);
    await().until(() -> copy.runs() == 1);
    assertThat(begun.text("state")).isEqualTo("RUNNING");
  }

  private Path journal(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(agent.state().resolve("journal"))) {
      return files
          .filter(file -> file.toString().endsWith("order" + suffix))
          .findFirst()
          .orElseThrow();
    }
  }

  private void killTheChild() throws Exception {
    String pid = Files.readString(journal(".pid")).strip();
    assertThat(new ProcessBuilder("/bin/kill", "-KILL", "--", "-" + pid).start().waitFor())
        .isZero();
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(child -> child.onExit().join());
  }

  private TestCaller.Reply report() throws Exception {
    return agent.caller().get(TestCaller.actionPath("order") + "?wait=0");
  }

  private void awaitReport(String words) {
    await().untilAsserted(() -> assertThat(report().text("error")).contains(words));
  }
}
