package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_CHECKPOINT;
import static dev.baton.protocol.ActionType.POSTGRES_FOLLOW;
import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static dev.baton.protocol.ActionType.POSTGRES_PROMOTE;
import static dev.baton.protocol.ActionType.POSTGRES_READY;
import static dev.baton.protocol.ActionType.POSTGRES_SLOT;
import static dev.baton.protocol.ActionType.POSTGRES_SLOT_DROP;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_START_CHECK;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static dev.baton.protocol.ActionType.POSTGRES_SYNCHRONOUS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not Baton's stays as it was when the roles change, or is named. */
@NeedsPostgresql
class OthersStayTest {

  private static final Map<String, String> FAST = Map.of("mode", "fast");

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

  /** Service goes to west; the answer is that of east's agent to the order to follow it. */
  @CanIgnoreReturnValue
  private TestCaller.Reply change() throws Exception {
    east.does(POSTGRES_STOP, FAST);
    west.does(POSTGRES_PROMOTE, Map.of());
    west.does(POSTGRES_CHECKPOINT, Map.of());
    return follow();
  }

  private TestCaller.Reply follow() throws Exception {
    west.sql(
        "select pg_create_physical_replication_slot('east_db')"
            + " where not exists (select from pg_replication_slots where slot_name = 'east_db')");
    return east.agent().perform(POSTGRES_FOLLOW, PostgresPair.following(east, west));
  }

  @Test
  void slotsOfOthersStayAndTheStaleOneOfThePairGoes() throws Exception {
    east.sql("select pg_create_physical_replication_slot('barman')");
    assertThat(
            east.sql(
                "select string_agg(slot_name, ' ' order by slot_name) from pg_replication_slots"))
        .isEqualTo("barman west_db");

    change();
    east.awaitStreaming("2");

    assertThat(east.sql("select string_agg(slot_name, ' ') from pg_replication_slots"))
        .isEqualTo("barman");
  }

  @Test
  void slotThatGoesAlongIsMadeOnTheStandbyAndDroppedWhereNobodyReadsFromIt() throws Exception {
    Map<String, String> barman = Map.of("slot", "barman");
    east.sql("select pg_create_physical_replication_slot('barman', true)");

    TestCaller.Reply seen = east.reads(POSTGRES_POSITION, Map.of());
    TestCaller.Reply made = west.does(POSTGRES_SLOT, barman);
    TestCaller.Reply there = west.reads(POSTGRES_POSITION, Map.of());
    TestCaller.Reply dropped = east.does(POSTGRES_SLOT_DROP, barman);
    TestCaller.Reply gone = east.does(POSTGRES_SLOT_DROP, barman);
    TestCaller.Reply read = east.does(POSTGRES_SLOT_DROP, Map.of("slot", "west_db"));

    assertThat(seen.result("carriedSlots")).isEqualTo("barman");
    assertThat(seen.result("slotPositions")).contains("barman@0/", "west_db@");
    assertThat(made.result("existed")).isEqualTo("false");
    // A checkpoint that is under way has it begin after the last one that has ended.
    assertThat(there.result("slotPositions")).startsWith("barman@0/");
    assertThat(there.result("redoLsn")).startsWith("0/");
    assertThat(there.result("walSegmentBytes")).isEqualTo("1048576");
    assertThat(dropped.result("dropped")).isEqualTo("true");
    assertThat(gone.result("existed")).isEqualTo("false");
    assertThat(read.result("dropped")).isEqualTo("false");
    assertThat(
            east.sql(
                "select string_agg(slot_name, ' ' order by slot_name) from pg_replication_slots"))
        .isEqualTo("west_db");
    assertThat(Integer.parseInt(there.result("freeSlots")))
        .isEqualTo(Integer.parseInt(west.sql("show max_replication_slots")) - 1);
  }

  @Test
  void logicalSlotIsNeverTakenForAPhysicalOne() throws Exception {
    east.sql("alter system set wal_level = logical");
    east.does(POSTGRES_STOP, FAST);
    east.does(POSTGRES_START, Map.of("role", "primary"));
    east.sql("select pg_create_logical_replication_slot('barman', 'pgoutput')");

    TestCaller.Reply dropped = east.agent().perform(POSTGRES_SLOT_DROP, Map.of("slot", "barman"));

    assertThat(east.reads(POSTGRES_POSITION, Map.of()).result("allSlots"))
        .contains("barman:logical");
    assertThat(east.reads(POSTGRES_POSITION, Map.of()).result("syncedSlots")).isEmpty();
    assertThat(dropped.text("state")).isEqualTo("FAILED");
    assertThat(east.sql("select count(*) from pg_replication_slots where slot_name = 'barman'"))
        .isEqualTo("1");
  }

  @Test
  void recoveryTargetThatARestoreToolLeftDoesNotPromoteAnOldPrimary() throws Exception {
    east.sql("alter system set recovery_target_time = '2001-01-01 00:00:00+00'");
    east.sql("alter system set recovery_target_action = 'promote'");

    TestCaller.Reply followed = change();
    east.awaitStreaming("2");
    west.sql("create table t as select 1 as x");

    assertThat(followed.result("blanked")).isEqualTo("recovery_target_time");
    assertThat(east.reads(POSTGRES_POSITION, Map.of()).result("inRecovery")).isEqualTo("true");
    assertThat(east.reads(POSTGRES_POSITION, Map.of()).result("timeline")).isEqualTo("2");
  }

  @Test
  void standbyThatIsStartedReachesNoTarget() throws Exception {
    west.does(POSTGRES_STOP, FAST);
    Files.writeString(
        west.data().resolve("postgresql.auto.conf"),
        """
        recovery_target = 'immediate'
        recovery_target_action = 'promote'
        restore_command = 'false'
        """);

    TestCaller.Reply start = west.does(POSTGRES_START, Map.of("role", "standby"));

    assertThat(start.result("blanked")).isEqualTo("recovery_target");
    assertThat(west.sql("show recovery_target")).isEmpty();
    assertThat(west.sql("show restore_command")).isEqualTo("false");
  }

  @Test
  void whatAnOperatorWroteIntoTheConnectionStaysWhenTheRolesChange() throws Exception {
    east.sql("alter system set primary_conninfo = 'host=gone sslmode=prefer keepalives_idle=7'");

    change();
    east.awaitStreaming("2");

    assertThat(east.sql("show primary_conninfo"))
        .contains("port=" + west.port(), "sslmode=prefer", "keepalives_idle=7")
        .doesNotContain("host=gone");
  }

  @Test
  void optionsOfThePolicyTakeThePlaceOfOthersAndKeepTheirQuotes() throws Exception {
    east.sql("alter system set primary_conninfo = 'tcp_user_timeout=1 application_name=s1'");

    change();
    east.awaitStreaming("2");

    assertThat(east.sql("show primary_conninfo"))
        .contains("tcp_user_timeout=60000 options='-c geqo=off' application_name=east-db")
        .doesNotContain("tcp_user_timeout=1 ");
    assertThat(west.sql("select application_name from pg_stat_replication")).isEqualTo("east-db");
  }

  @Test
  void settingsThatOnlyAStandbyHasAreToldWhileItIsThePrimary() throws Exception {
    assertThat(east.reads(POSTGRES_START_CHECK, Map.of()).result("standbySettings")).isEmpty();
    east.sql("alter system set hot_standby = off");
    east.sql("alter system set recovery_target_time = '2001-01-01 00:00:00+00'");
    Files.writeString(
        east.data().resolve("postgresql.conf"),
        "restore_command = 'false'\nrestore_command = 'fetch with a S3cret'\n",
        StandardOpenOption.APPEND);

    String told = east.reads(POSTGRES_START_CHECK, Map.of()).result("standbySettings");

    assertThat(told)
        .containsPattern("hot_standby \\S+/postgresql.auto.conf:\\d+; ")
        .containsPattern("; recovery_target_time \\S+/postgresql.auto.conf:\\d+; ")
        .containsPattern("; restore_command \\S+/postgresql.conf:\\d+$")
        .doesNotContain("S3cret");
  }

  @Test
  void connectionOptionsThatAChangeOfRolesReplacesAreNamed() throws Exception {
    assertThat(west.reads(POSTGRES_START_CHECK, Map.of()).result("replacedOptions")).isEmpty();
    west.sql(
        "alter system set primary_conninfo = 'application_name=s1 password=S3cret sslmode=prefer'");

    assertThat(west.reads(POSTGRES_START_CHECK, Map.of()).result("replacedOptions"))
        .isEqualTo("application_name password");
  }

  @Test
  void fileThatWouldPromoteAnOldPrimaryDoesNot() throws Exception {
    Path trigger = Files.createFile(east.home().resolve("trigger"));
    east.sql("alter system set promote_trigger_file = '%s'".formatted(trigger));

    TestCaller.Reply followed = change();
    east.awaitStreaming("2");

    assertThat(followed.result("blanked")).isEqualTo("promote_trigger_file");
    assertThat(east.reads(POSTGRES_POSITION, Map.of()).result("inRecovery")).isEqualTo("true");
  }

  @Test
  void retryIntervalIsPutBackAsTheOperatorHadIt() throws Exception {
    west.sql("alter system set wal_retrieve_retry_interval = '3s'");
    west.does(POSTGRES_READY, Map.of("ready", "true"));
    west.does(POSTGRES_READY, Map.of("ready", "true"));
    assertThat(west.sql("show wal_retrieve_retry_interval")).isEqualTo("100ms");

    west.does(POSTGRES_READY, Map.of("ready", "false"));

    assertThat(west.sql("show wal_retrieve_retry_interval")).isEqualTo("3s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ANY 1 (\"15/main\", \"a.b\")", "FIRST 2 (s1, s2, \"it's\")", "\"*\"", "*", "s1"})
  void namesOfSynchronousStandbysArePutBackByteForByte(String names) throws Exception {
    Path auto = east.data().resolve("postgresql.auto.conf");
    east.does(POSTGRES_SYNCHRONOUS, Map.of("names", names));
    String before = east.sql("show synchronous_standby_names");
    String written = Files.readString(auto);

    east.does(POSTGRES_SYNCHRONOUS, Map.of("names", ""));
    east.does(POSTGRES_SYNCHRONOUS, Map.of("names", before));

    assertThat(before).isEqualTo(names);
    assertThat(Files.readString(auto)).isEqualTo(written);
  }
}
