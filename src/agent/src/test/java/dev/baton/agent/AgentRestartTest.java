package dev.baton.agent;

import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.order.Journal;
import dev.baton.agent.order.JournalEntry;
import dev.baton.agent.os.Boot;
import dev.baton.protocol.ActionRequest;
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
  private SlowCopy copy;
  private ServingHost host;

  @BeforeEach
  void startAnAgent() throws Exception {
    copy = new SlowCopy(folder);
    host = new ServingHost(folder, "east", copy.policy());
  }

  @AfterEach
  void stopIt() throws Exception {
    host.close();
  }

  private TestCaller.Reply lookUp(String id, int wait) throws Exception {
    return host.agent().caller().get(TestCaller.actionPath(id) + "?wait=" + wait);
  }

  @Test
  void picksALongRunUpWhereItIs() throws Exception {
    ActionRequest request =
        host.agent().request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    TestCaller.Reply begun = host.agent().caller().perform("op/copy/1", request.toMap(), 0);
    await().until(() -> copy.runs() == 1);

    host.agent().restart();
    TestCaller.Reply running = lookUp("op/copy/1", 0);
    TestCaller.Reply repeated = host.agent().caller().perform("op/copy/1", request.toMap(), 0);
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
    ActionRequest request =
        host.agent().request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    TestCaller.Reply begun = host.agent().caller().perform("op/copy/1", request.toMap(), 0);
    await().until(() -> copy.runs() == 1);
    host.agent().close();
    copy.openGate();
    await().until(() -> Files.exists(folder.resolve("data/PG_VERSION")));

    host.agent().restart();

    assertThat(begun.text("state")).isEqualTo("RUNNING");
    assertThat(lookUp("op/copy/1", 20).text("state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void keepsAResultForWhoeverAsksLater() throws Exception {
    ActionRequest request =
        host.agent().request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of());
    TestCaller.Reply first = host.agent().caller().perform("op/stop/1", request);

    host.agent().restart();
    TestCaller.Reply repeated = host.agent().caller().perform("op/stop/1", request);

    assertThat(repeated.status()).isEqualTo(200);
    assertThat(repeated.text("state")).isEqualTo("SUCCEEDED");
    assertThat(repeated.body().get("result")).isEqualTo(first.body().get("result"));
    assertThat(host.application().calls()).hasSize(1);
  }

  @Test
  void callsWhatItCannotKnowLost() throws Exception {
    ActionRequest stop =
        host.agent().request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of());
    ActionRequest copy = host.agent().request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    host.agent().close();
    Journal journal = new Journal(host.agent().state());
    JournalEntry accepted = journal.accept("accepted", stop, Boot.current());
    JournalEntry noted = journal.accept("noted", copy, Boot.current());
    journal.note(noted, Map.of("kept", "nowhere"));

    host.agent().restart();

    for (String id : List.of(accepted.id(), noted.id())) {
      assertThat(lookUp(id, 0).text("state")).as(id).isEqualTo("LOST");
    }
    assertThat(host.application().calls()).isEmpty();
  }

  @Test
  void readsEveryJournalThatWasCutOffSomewhere() throws Exception {
    ActionRequest stop =
        host.agent().request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of());
    TestCaller.Reply done = host.agent().caller().perform("whole", stop);
    host.agent().close();
    Path file;
    try (var files = Files.list(host.agent().state().resolve("journal"))) {
      file = files.filter(name -> name.toString().endsWith(".log")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    int firstLine = Files.readAllLines(file).getFirst().length() + 1;
    Journal journal;
    for (int length = 0; length <= whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));

      journal = new Journal(host.agent().state());

      boolean known = length >= firstLine;
      assertThat(journal.find("whole").isPresent()).as("cut at %d", length).isEqualTo(known);
      assertThat(journal.unended())
          .as("cut at %d", length)
          .hasSize(known && length < whole.length ? 1 : 0);
    }
    assertThat(done.text("state")).isEqualTo("SUCCEEDED");
    Files.write(file, whole);
    host.agent().restart();
  }
}
