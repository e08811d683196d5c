package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_CONTROL_DATA;
import static dev.baton.protocol.ActionType.POSTGRES_REACH;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND_CHECK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.FileOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rewind needs is looked at before anything stops for it. */
@NeedsPostgresql
class RewindLookAheadTest {

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

  private static void readOnly(Path file) throws IOException {
    FileOwner.give(file, Optional.of("root"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void fileBelowTheFolderThatItsAccountCannotWriteIsNamed() throws Exception {
    String fork = pair.part("create table lost as select 1 as x");
    readOnly(east.data().resolve("base/1/PG_VERSION"));
    readOnly(east.data().resolve("global/pg_filenode.map"));

    TestCaller.Reply check = east.reads(POSTGRES_REWIND_CHECK, Map.of("fork", fork));

    assertThat(check.result("unwritable").split(" "))
        .containsExactlyInAnyOrder("base/1/PG_VERSION", "global/pg_filenode.map");
  }

  @Test
  void folderThatItsAccountCannotEnterIsNamedAndNotLookedInto() throws Exception {
    Path folder = Files.createDirectory(east.data().resolve("lost+found"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    String fork = pair.part("create table lost as select 1 as x");

    TestCaller.Reply check = east.reads(POSTGRES_REWIND_CHECK, Map.of("fork", fork));

    assertThat(check.result("unwritable")).isEqualTo("lost+found");
  }

  @Test
  void fileBehindALinkedLogIsLookedAtAndTheTargetOfAnotherLinkIsNot() throws Exception {
    String fork = pair.part("create table lost as select 1 as x");
    Path wal = Files.move(east.data().resolve("pg_wal"), east.home().resolve("wal"));
    Files.createSymbolicLink(east.data().resolve("pg_wal"), wal);
    Files.createSymbolicLink(east.data().resolve("server.crt"), Path.of("/etc/hostname"));
    readOnly(Files.createFile(wal.resolve("archive_status/000000010000000000000001.done")));

    TestCaller.Reply check = east.reads(POSTGRES_REWIND_CHECK, Map.of("fork", fork));

    assertThat(check.result("unwritable"))
        .isEqualTo("pg_wal/archive_status/000000010000000000000001.done");
  }

  private void revoke() throws Exception {
    east.sql(
        """
        revoke execute on function pg_stat_file(text, boolean),
          pg_read_binary_file(text, bigint, bigint, boolean) from replicator\
        """);
    west.awaitReplayOf(east);
  }

  @Test
  void functionsThatTheReplicationRoleMayNotCallAreNamedWithTheGrants() throws Exception {
    String granted = east.agent().read(POSTGRES_REACH, west.at()).text("state");
    revoke();

    TestCaller.Reply reach = east.agent().read(POSTGRES_REACH, west.at());

    assertThat(granted).isEqualTo("SUCCEEDED");
    assertThat(reach.text("state")).as("%s", reach.body()).isEqualTo("FAILED");
    assertThat(reach.text("error"))
        .contains(
            "GRANT EXECUTE ON FUNCTION",
            "pg_stat_file(text, boolean)",
            "pg_read_binary_file(text, bigint, bigint, boolean)",
            "TO \"replicator\"")
        .doesNotContain("pg_ls_dir");
  }

  @Test
  void rewindWithoutTheGrantsTouchesNothingAndMayBeTriedAgain() throws Exception {
    revoke();
    String fork = pair.part("create table lost as select 1 as x");
    TestCaller.Reply check = checked(fork);

    TestCaller.Reply rewind = east.agent().perform(POSTGRES_REWIND, west.at());
    TestCaller.Reply found = east.reads(POSTGRES_CONTROL_DATA, Map.of());
    west.sql(grants(rewind.text("error")));
    TestCaller.Reply again = checked(fork);
    east.does(POSTGRES_REWIND, west.at());
    pair.follow(east, west);

    assertThat(check.result("first")).contains("GRANT EXECUTE ON FUNCTION");
    assertThat(rewind.text("error")).contains("nothing was touched");
    assertThat(rewind.result("broken")).isEqualTo("false");
    assertThat(found.result("rewindBroken")).isEqualTo("false");
    assertThat(again.body().toString()).doesNotContain("GRANT");
    east.awaitStreaming("2");
  }

  private TestCaller.Reply checked(String fork) throws Exception {
    assertThat(east.agent().read(POSTGRES_REACH, west.at()).status()).isEqualTo(200);
    return east.reads(POSTGRES_REWIND_CHECK, Map.of("fork", fork));
  }

  /** The statement that a refusal tells to run. */
  private static String grants(String words) {
    return words.substring(words.indexOf("GRANT"), words.indexOf(';', words.indexOf("GRANT")));
  }

  @Test
  void linesOfAccessThatLetInReplicationAloneAreNamed() throws Exception {
    Files.writeString(
        west.data().resolve("pg_hba.conf"),
        """
        local all all trust
        host replication replicator 127.0.0.1/32 trust
        """);
    west.sql("select pg_reload_conf()");

    await()
        .untilAsserted(() ->
            assertThat(east.agent().read(POSTGRES_REACH, west.at()).text("error"))
                .contains("database postgres", "pg_hba.conf"));
  }
}
