package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stop that an archive's receiver holds up, as it takes in nothing more. */
@NeedsPostgresql
class PostgresStopTest {

  private static final String SENDER =
      "select pid from pg_stat_replication"
          + " where application_name = 'pg_receivewal' and state = 'streaming'";

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair.Side east;
  private Process receiver;

  @BeforeEach
  void haveItsLogReceived() throws Exception {
    east = servers.pair().east;
    Path folder = east.home().resolve("received");
    PostgresPair.run("/bin/mkdir", folder.toString());
    List<String> words =
        List.of(
            PostgresPair.BIN.resolve("pg_receivewal").toString(),
            "--directory=" + folder,
            "--host=127.0.0.1",
            "--port=" + east.port(),
            "--username=replicator",
            "--no-password",
            "--no-loop");
    String user = Files.getOwner(east.data()).getName();
    receiver =
        Programs.start(Programs.as(Optional.of(user), words), ProcessBuilder.Redirect.DISCARD);
    await().atMost(Duration.ofSeconds(20)).until(() -> !east.sql(SENDER).isEmpty());
  }

  @AfterEach
  void endTheReceiver() throws Exception {
    receiver.destroyForcibly().waitFor();
  }

  private TestCaller.Reply stopped() throws Exception {
    Map<String, Object> request =
        east.agent()
            .request(POSTGRES_STOP, TestAgent.nextSequence(), Map.of("mode", "fast"), Map.of())
            .toMap();
    request.put("timeoutMs", 1500L);
    return east.agent().caller().perform("held/stop/1", request, 55);
  }

  @Test
  void namesTheWalsenderThatHoldsItUp() throws Exception {
    String sender = east.sql(SENDER);
    Signals.send("STOP", receiver.pid());

    TestCaller.Reply stop = stopped();

    assertThat(stop.text("state")).as("%s", stop.body()).isEqualTo("FAILED");
    assertThat(stop.result("stopping")).isEqualTo("true");
    assertThat(stop.result("processes"))
        .contains("walsender replicator 127.0.0.1(", "(pid " + sender + ")");
    assertThat(stop.text("error"))
        .contains(stop.result("processes"), "a walsender ends when its receiver has everything");
  }
}
