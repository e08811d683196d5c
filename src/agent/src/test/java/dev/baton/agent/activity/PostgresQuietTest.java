package dev.baton.agent.activity;

import static dev.baton.protocol.ActionType.POSTGRES_CLIENTS;
import static dev.baton.protocol.ActionType.POSTGRES_QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What counts as quiet on a real primary, while somebody works on it. */
@NeedsPostgresql
class PostgresQuietTest {

  /** Until the agent has opened the session in which it looks. */
  private static final String UNTIL_LOOKED_AT =
      "do $$ begin loop perform pg_stat_clear_snapshot(); exit when exists ("
          + "select from pg_stat_activity where application_name = 'baton-agent'"
          + " and backend_start > now()); perform pg_sleep(0.02); end loop; end $$";

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair.Side east;

  @BeforeEach
  void fillsSomeTables() throws Exception {
    east = servers.pair().east;
    east.sql("create table users (id serial, name text)");
    east.sql("insert into users (name) select repeat('x', 3000) from generate_series(1, 50)");
    east.sql("checkpoint");
  }

  /** Looks while these statements are run, half-way through the watch. */
  private TestCaller.Reply during(String ignored, String... statements) throws Exception {
    CompletableFuture<TestCaller.Reply> look =
        CompletableFuture.supplyAsync(() -> {
          try {
            return east.reads(POSTGRES_QUIET, Map.of("ignore", ignored));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    Thread.sleep(400);
    for (String statement : statements) {
      String unused = east.sql(statement);
    }
    return look.get();
  }

  @Test
  void isQuietWhateverTheServerDoesForItself() throws Exception {
    TestCaller.Reply look =
        during(
            "",
            "select 1",
            "vacuum analyze users",
            "vacuum freeze users",
            "checkpoint",
            "notify news",
            "begin; select * from users for update; commit");

    assertThat(look.result("quiet")).as("%s", look.body()).isEqualTo("true");
    assertThat(look.result("summary")).contains("Heap2 ", "XLOG ");
  }

  /** One pair of servers for all: each look takes two seconds. */
  @Test
  void namesTheTableThatIsChanged() throws Exception {
    for (String statement :
        List.of(
            "update users set name = 'y' where id = 1",
            "select nextval('users_id_seq')",
            "begin; insert into users (name) values ('z'); rollback",
            "update users set name = repeat(md5(random()::text), 2000) where id = 3")) {
      TestCaller.Reply look = during("", statement);

      assertThat(look.result("quiet")).as("%s: %s", statement, look.body()).isEqualTo("false");
      assertThat(look.result("why")).as(statement).contains("postgres.public.users: ");
    }
  }

  @Test
  void isNotQuietWhenAnythingElseIsChanged() throws Exception {
    for (String statement :
        List.of(
            "truncate users",
            "comment on table users is 'seen'",
            "create role somebody",
            "select pg_logical_emit_message(false, 'a', 'b')")) {
      TestCaller.Reply look = during("*.public.users", statement);

      assertThat(look.result("quiet")).as("%s: %s", statement, look.body()).isEqualTo("false");
    }
  }

  @Test
  void whatThePolicyIgnoresIsQuietWithItsSequenceAndItsLongValues() throws Exception {
    TestCaller.Reply look =
        during(
            "*.public.users",
            "insert into users (name) select string_agg(md5(random()::text), '')"
                + " from generate_series(1, 2000)");

    assertThat(look.result("quiet")).as("%s", look.body()).isEqualTo("true");
    assertThat(look.result("summary")).contains("Heap ", "Sequence ");
  }

  @Test
  void namesASessionThatHasWrittenAndNotEnded() throws Exception {
    CompletableFuture<String> open =
        CompletableFuture.supplyAsync(() -> {
          try {
            return east.sql(
                "begin; insert into users (name) values ('open'); select pg_sleep(6); commit");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    Thread.sleep(1500);

    TestCaller.Reply look = east.reads(POSTGRES_QUIET, Map.of("ignore", ""));

    assertThat(look.result("quiet")).as("%s", look.body()).isEqualTo("false");
    assertThat(look.result("why")).contains("pid ", "writes since ");
    String unused = open.get();
  }

  @Test
  void namesATransactionThatHadWrittenBeforeAndIsCommittedMeanwhile() throws Exception {
    CompletableFuture<String> open =
        CompletableFuture.supplyAsync(() -> {
          try {
            return east.sql(
                "begin; update users set name = 'late' where id = 1; "
                    + UNTIL_LOOKED_AT
                    + "; select pg_sleep(1.3); commit");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    Thread.sleep(1000);

    TestCaller.Reply look = east.reads(POSTGRES_QUIET, Map.of("ignore", ""));

    assertThat(look.result("quiet")).as("%s", look.body()).isEqualTo("false");
    String unused = open.get();
  }

  /** As PostgreSQL makes them ahead of their use. */
  @Test
  void segmentsThatWereMadeAheadAreNoHindrance() throws Exception {
    String next = east.sql("select pg_walfile_name(pg_current_wal_lsn() + 16 * 1024 * 1024)");
    String file = east.data().resolve("pg_wal").resolve(next).toString();
    String made = PostgresPair.run("/usr/bin/truncate", "-s", "16M", file);

    assertThat(made).isEmpty();
    TestCaller.Reply look = during("", "select pg_switch_wal()", "update users set name = 'y'");

    assertThat(look.result("quiet")).as("%s", look.body()).isEqualTo("false");
    assertThat(look.result("why")).contains("postgres.public.users: ");
  }

  @Test
  void ownSessionsOfTheAgentAreNobodysClients() throws Exception {
    TestCaller.Reply clients = east.reads(POSTGRES_CLIENTS, Map.of());

    assertThat(clients.result("clients")).isEmpty();
    assertThat(clients.result("lasting")).isEmpty();
  }
}
