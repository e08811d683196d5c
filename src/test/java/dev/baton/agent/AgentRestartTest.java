package dev.baton.agent;

import static dev.baton.action.ActionType.APPLICATION_STOP;
import static dev.baton.action.ActionType.POSTGRES_BASE_BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.action.ActionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent believes of the orders of its earlier run. */
class AgentRestartTest {

  @TempDir private Path folder;
  private TestApplication application;
  private SlowCopy copy;
  private TestAgent agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    application = new TestApplication(folder.resolve("app"));
    application.setRunning();
    copy = new SlowCopy(folder);
    agent =
        new TestAgent(
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

  private TestCaller.Reply lookUp(String id, int wait) throws Exception {
    return agent.caller().get(TestCaller.actionPath(id) + "?wait=" + wait);
  }

  @Test
  void picksALongRunUpWhereItIs() throws Exception {
    ActionRequest request = agent.request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    TestCaller.Reply begun = agent.caller().perform("op/copy/1", request.toMap(), 0);
    await().until(() -> copy.runs() == 1);

    agent.restart();
    TestCaller.Reply running = lookUp("op/copy/1", 0);
    TestCaller.Reply repeated = agent.caller().perform("op/copy/1", request.toMap(), 0);
    copy.openGate();
    TestCaller.Reply ended = lookUp("op/copy/1", 20);

    assertThat(begun.text("state")).isEqualTo("RUNNING");
    assertThat(running.text("state")).isEqualTo("RUNNING");
    assertThat(repeated.text("state")).isEqualTo("RUNNING");
    assertThat(ended.text("state")).as("%s", ended.body()).isEqualTo("SUCCEEDED");
    assertThat(copy.runs()).isEqualTo(1);
    assertThat(Path.of(ended.result("kept")).resolve("postgresql.conf")).exists();
    assertThat(folder.resolve("data/postgresql.conf")).hasContent("port = 1");
  }

  @Test
  void hearsOfARunThatEndedWhileItWasAway() throws Exception {
    ActionRequest request = agent.request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    TestCaller.Reply begun = agent.caller().perform("op/copy/1", request.toMap(), 0);
    await().until(() -> copy.runs() == 1);
    agent.close();
    copy.openGate();
    await().until(() -> Files.exists(folder.resolve("data/PG_VERSION")));

    agent.restart();

    assertThat(begun.text("state")).isEqualTo("RUNNING");
    assertThat(lookUp("op/copy/1", 20).text("state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void keepsAResultForWhoeverAsksLater() throws Exception {
    ActionRequest request =
        agent.request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of());
    TestCaller.Reply first = agent.caller().perform("op/stop/1", request);

    agent.restart();
    TestCaller.Reply repeated = agent.caller().perform("op/stop/1", request);

    assertThat(repeated.status()).isEqualTo(200);
    assertThat(repeated.text("state")).isEqualTo("SUCCEEDED");
    assertThat(repeated.body().get("result")).isEqualTo(first.body().get("result"));
    assertThat(application.calls()).hasSize(1);
  }

  @Test
  void callsWhatItCannotKnowLost() throws Exception {
    ActionRequest stop = agent.request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of());
    ActionRequest copy = agent.request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    agent.close();
    Journal journal = new Journal(agent.state());
    Entry accepted = journal.accept("accepted", stop, Boot.current());
    Entry noted = journal.accept("noted", copy, Boot.current());
    journal.note(noted, Map.of("kept", "nowhere"));

    agent.restart();

    for (String id : List.of(accepted.id(), noted.id())) {
      assertThat(lookUp(id, 0).text("state")).as(id).isEqualTo("LOST");
    }
    assertThat(application.calls()).isEmpty();
  }

  @Test
  void readsEveryJournalThatWasCutOffSomewhere() throws Exception {
    ActionRequest stop = agent.request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of());
    TestCaller.Reply done = agent.caller().perform("whole", stop);
    agent.close();
    Path file;
    try (var files = Files.list(agent.state().resolve("journal"))) {
      file = files.filter(name -> name.toString().endsWith(".log")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    int firstLine = Files.readAllLines(file).getFirst().length() + 1;
    Journal journal;
    for (int length = 0; length <= whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));

      journal = new Journal(agent.state());

      boolean known = length >= firstLine;
      assertThat(journal.find("whole").isPresent()).as("cut at %d", length).isEqualTo(known);
      assertThat(journal.unended())
          .as("cut at %d", length)
          .hasSize(known && length < whole.length ? 1 : 0);
    }
    assertThat(done.text("state")).isEqualTo("SUCCEEDED");
    Files.write(file, whole);
    agent.restart();
  }
}
