package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_PROMOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A promotion that takes its time, as a restore command of the standby does not come back. */
@NeedsPostgresql
class PostgresPromoteTest {

  @RegisterExtension static final RealServers servers = new RealServers();

  private static final String ID = "waiting/promote/1";

  private PostgresPair.Side west;
  private Path hold;

  @BeforeEach
  void makeItsRestoreCommandHang() throws Exception {
    west = servers.pair().west;
    hold = Files.createFile(west.home().resolve("hold"));
    west.sql(
        "alter system set restore_command = 'while [ -e %s ]; do sleep 0.1; done; false'"
            .formatted(hold));
    west.sql("select pg_reload_conf()");
  }

  private TestCaller.Reply promote(long timeoutMillis, int wait) throws Exception {
    Map<String, Object> request =
        west.agent()
            .request(POSTGRES_PROMOTE, TestAgent.nextSequence(), Map.of(), Map.of())
            .toMap();
    request.put("timeoutMs", timeoutMillis);
    return west.agent().caller().perform(ID, request, wait);
  }

  private TestCaller.Reply report(String query) throws Exception {
    return west.agent().caller().get(TestCaller.actionPath(ID) + query);
  }

  @Test
  void saysWhileItRunsWhatItWaitsFor() throws Exception {
    TestCaller.Reply ordered = promote(50_000, 0);

    assertThat(ordered.status()).as("%s", ordered.body()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(Json.write(report("?wait=0").body()))
                .contains("\"progress\":{\"why\":\"its process title: startup ")
                .contains("restore_command"));
    Files.delete(hold);
    assertThat(report("?wait=50").text("state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void saysWhenItFailsWhatItWaitedForAndWhatTheLogSays() throws Exception {
    TestCaller.Reply reply = promote(1500, 55);

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("FAILED");
    assertThat(reply.text("error"))
        .contains("still in recovery", "process title: startup ", "restore_command")
        .contains("received promote request");
  }
}
