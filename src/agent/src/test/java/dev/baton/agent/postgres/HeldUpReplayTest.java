package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A report on west that reads a table which east drops meanwhile. */
@NeedsPostgresql
class HeldUpReplayTest {

  /** Longer than the ten seconds from which on it is named, shorter than it may hold up replay. */
  private static final String REPORT =
      "begin; select x from t where x <> '7'; select pg_sleep(20); commit";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @RegisterExtension static final RealServers servers = new RealServers();

  private static String blockers(PostgresPair.Side side) throws Exception {
    return side.reads(POSTGRES_POSITION, Map.of()).result("replayBlockers");
  }

  @Test
  void sessionThatHoldsUpTheReplayIsNamedAsLongAsItDoes() throws Exception {
    PostgresPair.Side east = servers.pair().east;
    PostgresPair.Side west = servers.pair().west;
    east.sql("create table t as select 1 as x");
    west.awaitReplayOf(east);
    CompletableFuture<String> report =
        CompletableFuture.supplyAsync(() -> {
          try {
            return west.sql(REPORT);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    String reading = "select count(*) > 0 from pg_locks where relation = 't'::regclass";
    await().atMost(LIMIT).until(() -> west.sql(reading).equals("t"));

    east.sql("drop table t");
    String held =
        await().atMost(LIMIT).until(() -> blockers(west), found -> found.startsWith("pid "));
    String ended = report.get();
    west.awaitReplayOf(east);

    assertThat(held).contains(" s: begin; select x from t where x <> ***").doesNotContain("7'");
    assertThat(ended).contains("1");
    assertThat(blockers(west)).isEmpty();
    assertThat(blockers(east)).isEmpty();
  }
}
