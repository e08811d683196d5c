package dev.baton.agent.order;

import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.ServingHost;
import dev.baton.agent.SlowCopy;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.Boot;
import dev.baton.protocol.ActionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an agent says that died behind any line of its journal. The lines are those of an order that
 * was done; each time the ones after the death are taken away.
 */
class JournalPointsTest {

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

  @Test
  void shortOrderIsLostAtEveryPointBeforeItsEnd() throws Exception {
    ActionRequest request =
        host.agent().request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of());
    TestCaller.Reply done = host.agent().caller().perform("order", request);

    List<String> states = statesBehindEachLine(request);

    assertThat(done.text("state")).isEqualTo("SUCCEEDED");
    assertThat(states).containsExactly("LOST", "SUCCEEDED");
    assertThat(host.application().calls()).containsExactly("stop");
  }

  @Test
  void longOrderIsKnownFromThePointAtWhichItsChildHasEnded() throws Exception {
    ActionRequest request = copied();

    List<String> states = statesBehindEachLine(request);

    // It was accepted; its child was about to start, and has said since how it ended; it ended.
    assertThat(states).containsExactly("LOST", "SUCCEEDED", "SUCCEEDED");
    assertThat(copy.runs()).isEqualTo(1);
  }

  @Test
  void longOrderIsLostWhileNobodyKnowsHowItsChildEnded() throws Exception {
    ActionRequest request = copied();
    host.agent().close();
    for (Path beside : List.of(journal(".code"), journal(".out"), journal(".pid"))) {
      Files.delete(beside);
    }

    List<String> states = statesBehindEachLine(request);

    assertThat(states).containsExactly("LOST", "LOST", "SUCCEEDED");
    assertThat(copy.runs()).isEqualTo(1);
  }

  @Test
  void longOrderIsLostWhenTheHostHasBootedSince() throws Exception {
    ActionRequest request =
        host.agent().request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    TestCaller.Reply begun = host.agent().caller().perform("order", request.toMap(), 0);
    await().until(() -> copy.runs() == 1);
    host.agent().close();
    String lines = Files.readString(journal(".log"));
    Files.writeString(journal(".log"), lines.replace(Boot.current().id(), "an earlier boot"));

    host.agent().restart();
    TestCaller.Reply repeated = host.agent().caller().perform("order", request);
    copy.openGate();
    // Its child writes into the folder of this test until then.
    await().until(() -> written(".code"));

    assertThat(begun.text("state")).isEqualTo("RUNNING");
    assertThat(repeated.text("state")).isEqualTo("LOST");
    assertThat(copy.runs()).isEqualTo(1);
  }

  private ActionRequest copied() throws Exception {
    ActionRequest request =
        host.agent().request(POSTGRES_BASE_BACKUP, 1, SlowCopy.SOURCE, Map.of());
    TestCaller.Reply begun = host.agent().caller().perform("order", request.toMap(), 0);
    copy.openGate();
    TestCaller.Reply done = host.agent().caller().get(TestCaller.actionPath("order") + "?wait=20");
    assertThat(begun.status()).isEqualTo(202);
    assertThat(done.text("state")).as("%s", done.body()).isEqualTo("SUCCEEDED");
    return request;
  }

  /**
   * What a repeat of the order is answered by an agent that died behind the first, second … line.
   */
  private List<String> statesBehindEachLine(ActionRequest request) throws Exception {
    List<String> lines = Files.readAllLines(journal(".log"));
    List<String> states = new ArrayList<>();
    for (int left = 1; left <= lines.size(); left++) {
      host.agent().close();
      Files.write(journal(".log"), lines.subList(0, left));
      host.agent().restart();
      states.add(host.agent().caller().perform("order", request).text("state"));
    }
    return states;
  }

  private boolean written(String suffix) throws IOException {
    return find(suffix).isPresent();
  }

  private Path journal(String suffix) throws IOException {
    return find(suffix).orElseThrow();
  }

  private Optional<Path> find(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(host.agent().state().resolve("journal"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst();
    }
  }
}
