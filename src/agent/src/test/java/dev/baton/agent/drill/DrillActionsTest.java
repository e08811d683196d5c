package dev.baton.agent.drill;

import static dev.baton.protocol.ActionType.DRILL_COPY;
import static dev.baton.protocol.ActionType.DRILL_LOOK;
import static dev.baton.protocol.ActionType.DRILL_PROMOTE;
import static dev.baton.protocol.ActionType.DRILL_REMOVE;
import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestCertificates;
import dev.baton.agent.order.Journal;
import dev.baton.agent.order.JournalEntry;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.ProcessStat;
import dev.baton.agent.postgres.Postmaster;
import dev.baton.protocol.ActionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A throw-away copy of a real standby: harmless while it is there, and gone afterwards. */
@NeedsPostgresql
class DrillActionsTest {

  private static final Map<String, String> NONE = Map.of();

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair.Side east;
  private PostgresPair.Side west;

  @BeforeEach
  void nameThePair() {
    east = servers.pair().east;
    west = servers.pair().west;
  }

  @AfterEach
  void removeTheCopy() throws Exception {
    TestCaller.Reply unused = west.agent().perform(DRILL_REMOVE, NONE);
  }

  private Path folder() {
    return west.home().resolve("data.drill");
  }

  private String onTheCopy(String sql) throws Exception {
    return new PostgresPair.Side("copy", folder(), west.port() + 1, "", west.agent()).sql(sql);
  }

  @Test
  void copyIsPromotedAndWrittenToWhileThePairGoesOnAsItIs() throws Exception {
    east.sql("create table t as select generate_series(1, 1000) as x");
    await().until(() -> west.sql("select count(*) from t").equals("1000"));
    String slots = east.reads(DRILL_LOOK, NONE).result("slots");

    TestCaller.Reply copied = west.does(DRILL_COPY, NONE);
    TestCaller.Reply promoted = west.does(DRILL_PROMOTE, NONE);

    assertThat(Long.parseLong(copied.result("bytes"))).isPositive();
    assertThat(promoted.result("timeline")).isEqualTo("2");
    assertThat(promoted.result("rows")).isEqualTo("1");
    assertThat(onTheCopy("select count(*) from t")).isEqualTo("1000");
    assertThat(onTheCopy("show listen_addresses")).isEmpty();
    assertThat(east.sql("select to_regclass('baton_drill') is null")).isEqualTo("t");
    assertThat(east.sql("select count(*) from pg_stat_replication")).isEqualTo("1");
    assertThat(west.sql("select count(*) from pg_stat_replication")).isEqualTo("0");
    assertThat(west.reads(POSTGRES_POSITION, NONE).result("receiver")).isEqualTo("streaming");
    assertThat(west.reads(POSTGRES_POSITION, NONE).result("timeline")).isEqualTo("1");

    TestCaller.Reply removed = west.does(DRILL_REMOVE, NONE);
    TestCaller.Reply again = west.does(DRILL_REMOVE, NONE);

    assertThat(removed.result("already")).isEqualTo("false");
    assertThat(again.result("already")).isEqualTo("true");
    assertThat(folder()).doesNotExist();
    assertThat(east.reads(DRILL_LOOK, NONE).result("slots")).isEqualTo(slots);
    assertThat(west.reads(DRILL_LOOK, NONE).result("slots")).isEmpty();
  }

  @Test
  void copyThatSomebodyStartsByHandDoesNotPassForTheStandby() throws Exception {
    west.does(DRILL_COPY, NONE);

    String settings = Files.readString(folder().resolve("data/postgresql.auto.conf"));

    assertThat(settings.substring(settings.indexOf("# a drill's")))
        .contains("primary_conninfo = ''", "primary_slot_name = ''", "archive_mode = 'off'");
    assertThat(folder().resolve("data/standby.signal")).exists();
  }

  @Test
  void whatAnEarlierDrillLeftIsRemovedByTheNext() throws Exception {
    west.does(DRILL_COPY, NONE);
    west.does(DRILL_PROMOTE, NONE);
    long left = Postmaster.of(folder().resolve("data")).orElseThrow().pid();

    TestCaller.Reply copied = west.does(DRILL_COPY, NONE);

    assertThat(ProcessStat.alive(left)).isFalse();
    assertThat(copied.result("folder")).isEqualTo(folder().toString());
    assertThat(west.reads(DRILL_LOOK, NONE).result("running")).isEqualTo("false");
  }

  @Test
  void copyThatTheAgentWentDownOverIsStillRemoved() throws Exception {
    west.does(DRILL_COPY, NONE);
    west.does(DRILL_PROMOTE, NONE);
    ActionRequest promote = west.agent().request(DRILL_PROMOTE, 1_000_000, NONE, NONE);
    JournalEntry unused =
        new Journal(west.agent().state()).accept("op/promote/2", promote, Boot.current());

    west.agent().restart();
    TestCaller.Reply lost =
        west.agent().caller().get(TestCaller.actionPath("op/promote/2") + "?wait=0");
    west.does(DRILL_REMOVE, NONE);

    assertThat(lost.text("state")).isEqualTo("LOST");
    assertThat(folder()).doesNotExist();
  }

  @Test
  void copyThatWasKilledIsRemovedAtTheAgentsNextStart() throws Exception {
    west.does(DRILL_COPY, NONE);
    ActionRequest copy = west.agent().request(DRILL_COPY, 1_000_001, NONE, NONE);
    Journal journal = new Journal(west.agent().state());
    journal.note(journal.accept("op/copy/2", copy, Boot.current()), NONE);

    west.agent().restart();

    await()
        .untilAsserted(() ->
            assertThat(
                    west.agent()
                        .caller()
                        .get(TestCaller.actionPath("op/copy/2") + "?wait=0")
                        .text("error"))
                .contains("what it had copied is removed"));
    assertThat(folder()).doesNotExist();
    assertThat(west.reads(POSTGRES_POSITION, NONE).result("receiver")).isEqualTo("streaming");
  }

  @Test
  void folderThatNoAgentMadeIsLeftAlone() throws Exception {
    Path precious = Files.createDirectory(folder()).resolve("precious");
    Files.writeString(precious, "not a drill's");

    TestCaller.Reply copied = west.agent().perform(DRILL_COPY, NONE);
    TestCaller.Reply removed = west.agent().perform(DRILL_REMOVE, NONE);

    assertThat(copied.text("error")).contains("no agent made it");
    assertThat(removed.text("error")).contains("no agent made it");
    assertThat(precious).hasContent("not a drill's");
    Files.delete(precious);
  }

  @Test
  void primaryIsNeverCopied() throws Exception {
    TestCaller.Reply reply = east.agent().perform(DRILL_COPY, NONE);

    assertThat(reply.text("error")).contains("it is no standby");
    assertThat(east.home().resolve("data.drill")).doesNotExist();
  }

  @Test
  void copyThatDoesNotFitIsNotBegun() throws Exception {
    try (TestAgent cramped = another("postgres.drill.folder=/proc/drill\n")) {
      TestCaller.Reply reply = cramped.perform(DRILL_COPY, NONE);

      assertThat(reply.text("error")).matches("a copy needs about [0-9]+ bytes and 0 are free.*");
      assertThat(Long.parseLong(reply.result("needed"))).isPositive();
      assertThat(reply.result("free")).isEqualTo("0");
    }
  }

  @Test
  void copyIsNotMadeInsideTheDataFolder() throws Exception {
    try (TestAgent nested = another("postgres.drill.folder=%s/drill%n".formatted(west.data()))) {
      TestCaller.Reply reply = nested.perform(DRILL_COPY, NONE);

      assertThat(reply.text("error")).contains("must lie side by side");
      assertThat(west.data().resolve("drill")).doesNotExist();
    }
  }

  private TestAgent another(String policy) throws Exception {
    Path home = Files.createDirectories(west.home().resolve("another"));
    return new TestAgent(home, new TestCertificates(home), "west-db", west.policy() + policy);
  }
}
