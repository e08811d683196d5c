package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_REWIND_CHECK;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rewind needs is looked at before anything stops for it. */
@EnabledIf(
    value = "dev.baton.agent.PostgresPair#possible",
    disabledReason = "needs PostgreSQL 15 in /usr/lib/postgresql/15/bin and a user to run it")
@Tag("postgres")
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
}
