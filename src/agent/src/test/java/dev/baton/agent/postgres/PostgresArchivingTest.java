package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An archive command that cannot be run at all at first: the archiver counts no failure. */
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
    return shown(east, "archiverFailing");
  }

  private static String shown(PostgresPair.Side side, String key) throws Exception {
    return side.reads(POSTGRES_POSITION, Map.of()).result(key);
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
    assertThat(shown(east, "archiveWaiting")).isEqualTo(Integer.toString(waiting().size()));
  }

  /** Before that it waited for an archiver that could be started; PostgreSQL does so every 10 s. */
  @Test
  void secondsOfTheLastFileAreThoseOfItsCommandAlone() throws Exception {
    east.sql("alter system set archive_command = 'sleep 2'");
    east.sql("select pg_reload_conf()");

    await().atMost(Duration.ofSeconds(60)).until(() -> waiting().isEmpty());

    assertThat(Long.parseLong(shown(east, "archiveSeconds"))).isBetween(1L, 4L);
    assertThat(shown(east, "archiveWaiting")).isEqualTo("0");
  }

  @Test
  void nothingIsArchivedWhereArchivingIsOff() throws Exception {
    PostgresPair.Side west = servers.pair().west;
    Path left =
        Files.createFile(
            west.data().resolve("pg_wal/archive_status/000000010000000000000001.ready"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(90)));

    assertThat(shown(west, "archiverFailing")).isEqualTo("false");
    assertThat(shown(west, "archiveWaiting")).isEqualTo("0");
  }
}
