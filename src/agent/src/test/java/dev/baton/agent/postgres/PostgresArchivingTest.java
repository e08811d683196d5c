package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An archive command that cannot be run at all, so that the archiver counts no failure. */
@NeedsPostgresql
class PostgresArchivingTest {

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair.Side east;

  @BeforeEach
  void archiveWithAProgramThatIsNotThere() throws Exception {
    east = servers.pair().east;
    east.sql("alter system set archive_mode = on");
    east.sql("alter system set archive_command = 'barman-of-elsewhere %p'");
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    east.does(POSTGRES_START, Map.of("role", "primary"));
    east.sql("create table t as select 1 as x");
    east.sql("select pg_switch_wal()");
  }

  private List<Path> waiting() throws Exception {
    try (Stream<Path> files = Files.list(east.data().resolve("pg_wal/archive_status"))) {
      return files.filter(file -> file.toString().endsWith(".ready")).toList();
    }
  }

  private String archiverFailing() throws Exception {
    return east.reads(POSTGRES_POSITION, Map.of()).result("archiverFailing");
  }

  @Test
  void walThatHasWaitedForLongIsAFailingArchiver() throws Exception {
    for (Path file : waiting()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(90)));
    }

    assertThat(archiverFailing()).isEqualTo("true");
    assertThat(east.sql("select failed_count from pg_stat_archiver")).isEqualTo("0");
  }

  @Test
  void walThatWaitsForAMomentIsNone() throws Exception {
    assertThat(waiting()).isNotEmpty();
    assertThat(archiverFailing()).isEqualTo("false");
  }

  @Test
  void nothingIsArchivedWhereArchivingIsOff() throws Exception {
    Path left =
        Files.createFile(
            servers
                .pair()
                .west
                .data()
                .resolve("pg_wal/archive_status/000000010000000000000001.ready"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(90)));

    assertThat(servers.pair().west.reads(POSTGRES_POSITION, Map.of()).result("archiverFailing"))
        .isEqualTo("false");
  }
}
