package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static dev.baton.protocol.ActionType.POSTGRES_CHECKPOINT;
import static dev.baton.protocol.ActionType.POSTGRES_CONTROL_DATA;
import static dev.baton.protocol.ActionType.POSTGRES_EVIDENCE;
import static dev.baton.protocol.ActionType.POSTGRES_FOLLOW;
import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static dev.baton.protocol.ActionType.POSTGRES_PROMOTE;
import static dev.baton.protocol.ActionType.POSTGRES_REACH;
import static dev.baton.protocol.ActionType.POSTGRES_READY;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static dev.baton.protocol.ActionType.POSTGRES_SYNCHRONOUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.Signals;
import dev.baton.protocol.ActionType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The PostgreSQL actions on a real pair of servers, each with an agent of its own. */
@NeedsPostgresql
class PostgresActionsTest {

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair pair;
  private PostgresPair.Side east;
  private PostgresPair.Side west;

  @BeforeEach
  void nameThePair() {
    pair = servers.pair();
    east = pair.east;
    west = pair.west;
  }

  @Test
  void switchesOverWithoutLosingAByteAndComesBackAsStandby() throws Exception {
    east.sql("create table t as select 1 as x");
    west.does(POSTGRES_READY, Map.of("ready", "true"));
    assertThat(east.reads(POSTGRES_REACH, west.at()).result("timeline")).isEqualTo("1");
    east.does(POSTGRES_CHECKPOINT, Map.of());

    TestCaller.Reply stopped = east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    TestCaller.Reply promoted =
        west.agent()
            .perform(
                POSTGRES_PROMOTE,
                Map.of(),
                Map.of(
                    "systemIdentifier", stopped.result("systemIdentifier"),
                    "inRecovery", "true",
                    "replayBeyond", stopped.result("checkpointLsn")));
    west.does(POSTGRES_CHECKPOINT, Map.of());
    pair.follow(east, west);

    assertThat(stopped.result("clusterState")).isEqualTo("shut down");
    assertThat(promoted.text("state")).as("%s", promoted.body()).isEqualTo("SUCCEEDED");
    assertThat(promoted.result("timeline")).isEqualTo("2");
    east.awaitStreaming("2");
    assertThat(west.sql("select count(*) from t")).isEqualTo("1");
    assertThat(west.reads(POSTGRES_POSITION, Map.of()).result("writable")).isEqualTo("true");
  }

  @Test
  void rewindsAPrimaryThatWentItsOwnWay() throws Exception {
    String fork = east.reads(POSTGRES_POSITION, Map.of()).result("writeLsn");
    west.does(POSTGRES_PROMOTE, Map.of());
    west.does(POSTGRES_CHECKPOINT, Map.of());
    east.sql("create table lost as select generate_series(1, 1000) as x");
    west.sql("create table won as select 1 as x");
    east.does(POSTGRES_STOP, Map.of("mode", "immediate"));
    String own = Files.readString(east.data().resolve("postgresql.conf"));

    TestCaller.Reply evidence = east.does(POSTGRES_EVIDENCE, Map.of("fork", fork));
    TestCaller.Reply rewound = east.does(POSTGRES_REWIND, west.at());
    pair.follow(east, west);

    assertThat(Long.parseLong(evidence.result("walBytes"))).isPositive();
    assertThat(evidence.result("summary")).contains("Heap ");
    assertThat(evidence.result("fork")).isEqualTo(fork);
    assertThat(Integer.parseInt(evidence.result("inserts"))).isGreaterThanOrEqualTo(1000);
    assertThat(evidence.result("commits")).isEqualTo("1");
    assertThat(Path.of(evidence.result("folder")).resolve("pg_control")).exists();
    assertThat(rewound.result("output")).contains("Done!");
    assertThat(east.data().resolve("postgresql.conf")).hasContent(own);
    east.awaitStreaming("2");
    await().until(() -> east.sql("select count(*) from won").equals("1"));
    assertThat(east.sql("select to_regclass('lost') is null")).isEqualTo("t");
  }

  @Test
  void copiesTheOtherServerAndKeepsWhatWasThere() throws Exception {
    east.sql("create table t as select generate_series(1, 1000) as x");
    Files.writeString(west.data().resolve("mine.conf"), "# west's own");
    west.does(POSTGRES_STOP, Map.of("mode", "fast"));

    TestCaller.Reply copied = west.does(POSTGRES_BASE_BACKUP, east.copied());
    pair.follow(west, east);

    assertThat(Path.of(copied.result("kept")).resolve("PG_VERSION")).exists();
    assertThat(west.data().resolve("mine.conf")).hasContent("# west's own");
    west.awaitStreaming("1");
    await().until(() -> west.sql("select count(*) from t").equals("1000"));
  }

  @Test
  void putsTheOldFolderBackWhenTheOtherServerCannotBeCopied() throws Exception {
    west.does(POSTGRES_STOP, Map.of("mode", "fast"));

    TestCaller.Reply reply =
        west.agent()
            .perform(POSTGRES_BASE_BACKUP, Map.of("host", "127.0.0.1", "port", "1", "bytes", "7"));
    west.does(POSTGRES_START, Map.of("role", "standby"));

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("the old data folder is back in place");
    west.awaitStreaming("1");
  }

  @Test
  void refusesToPromoteAServerThatHasNotReceivedTheShutdownCheckpoint() throws Exception {
    TestCaller.Reply reply =
        west.agent()
            .perform(
                POSTGRES_PROMOTE, Map.of(), Map.of("inRecovery", "true", "replayBeyond", "F/0"));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text("refusal")).isEqualTo("precondition-failed");
    assertThat(reply.fact("replayBeyond")).contains("/");
    assertThat(west.reads(POSTGRES_POSITION, Map.of()).result("inRecovery")).isEqualTo("true");
  }

  @Test
  void undoesAStopThatHangsOnAStandbyThatDoesNotAnswer() throws Exception {
    long receiver = Long.parseLong(west.sql("select pid from pg_stat_wal_receiver"));
    Signals.send("STOP", receiver);
    east.sql("create table t as select generate_series(1, 100000) as x");

    TestCaller.Reply stop =
        east.agent()
            .caller()
            .perform("hang/stop/1", shortened(POSTGRES_STOP, Map.of("mode", "fast")), 55);
    TestCaller.Reply start = east.does(POSTGRES_START, Map.of("role", "primary"));
    Signals.send("CONT", receiver);

    assertThat(stop.text("state")).as("%s", stop.body()).isEqualTo("FAILED");
    assertThat(stop.result("stopping")).isEqualTo("true");
    assertThat(start.result("inRecovery")).isEqualTo("false");
    assertThat(east.sql("select count(*) from t")).isEqualTo("100000");
  }

  @Test
  void serverThatHasYetToTakeInItsStopDoesNotCountAsRunning() throws Exception {
    TestCaller caller = east.agent().caller();
    long postmaster =
        Long.parseLong(Files.readAllLines(east.data().resolve("postmaster.pid")).getFirst());
    Signals.send("STOP", postmaster);

    TestCaller.Reply stop =
        caller.perform("frozen/stop/1", shortened(POSTGRES_STOP, Map.of("mode", "fast")), 55);
    TestCaller.Reply start =
        caller.perform("frozen/start/1", shortened(POSTGRES_START, Map.of("role", "primary")), 55);
    Signals.send("CONT", postmaster);
    TestCaller.Reply again = east.does(POSTGRES_START, Map.of("role", "primary"));

    assertThat(stop.text("state")).as("%s", stop.body()).isEqualTo("FAILED");
    assertThat(start.text("state")).as("%s", start.body()).isEqualTo("FAILED");
    assertThat(start.result("stopping")).isEqualTo("true");
    assertThat(again.result("already")).isEqualTo("false");
    assertThat(east.reads(POSTGRES_POSITION, Map.of()).result("writable")).isEqualTo("true");
  }

  private Map<String, Object> shortened(ActionType type, Map<String, String> params) {
    Map<String, Object> request =
        east.agent().request(type, TestAgent.nextSequence(), params, Map.of()).toMap();
    request.put("timeoutMs", 1500L);
    return request;
  }

  @Test
  void stoppingAndStartingTwiceIsFine() throws Exception {
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    TestCaller.Reply again = east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    east.does(POSTGRES_START, Map.of("role", "primary"));
    TestCaller.Reply started = east.does(POSTGRES_START, Map.of("role", "primary"));

    assertThat(again.result("already")).isEqualTo("true");
    assertThat(started.result("already")).isEqualTo("true");
    assertThat(east.reads(POSTGRES_CONTROL_DATA, Map.of()).result("clusterState"))
        .isEqualTo("in production");
  }

  /** PostgreSQL makes files of the log ahead; one with no records yet is met first or last. */
  @Test
  void endOfTheLastCheckpointIsReadBesideFilesThatWereMadeAhead() throws Exception {
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    for (int number = 0xA0; number < 0xA8; number++) {
      String name = "0000000100000000000000%X".formatted(number);
      String made =
          PostgresPair.run(
              "/usr/bin/truncate", "-s", "16M", east.data().resolve("pg_wal/" + name).toString());
      assertThat(made).isEmpty();
    }

    assertThat(east.reads(POSTGRES_CONTROL_DATA, Map.of()).result("checkpointEnd")).contains("/");
  }

  @Test
  void saysWhyTheServerDidNotStart() throws Exception {
    west.does(POSTGRES_STOP, Map.of("mode", "fast"));
    Files.writeString(
        west.data().resolve("postgresql.conf"), "max_wal_senders = 4\n", StandardOpenOption.APPEND);

    TestCaller.Reply reply = west.agent().perform(POSTGRES_START, Map.of("role", "standby"));

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("max_wal_senders = 4 is a lower setting");
  }

  @Test
  void changesSettingsOfARunningServerAndPutsThemBack() throws Exception {
    TestCaller.Reply set =
        east.does(POSTGRES_SYNCHRONOUS, Map.of("names", "FIRST 1 (\"west-db\")"));
    TestCaller.Reply reset = east.does(POSTGRES_SYNCHRONOUS, Map.of("names", ""));
    west.does(POSTGRES_READY, Map.of("ready", "true"));
    west.does(POSTGRES_READY, Map.of("ready", "false"));
    TestCaller.Reply refused =
        east.agent().perform(POSTGRES_FOLLOW, PostgresPair.following(east, west));

    assertThat(set.result("after")).isEqualTo("FIRST 1 (\"west-db\")");
    assertThat(reset.result("before")).isEqualTo("FIRST 1 (\"west-db\")");
    assertThat(west.sql("show wal_retrieve_retry_interval")).isEqualTo("5s");
    assertThat(refused.text("error")).contains("runs as a primary");
  }
}
