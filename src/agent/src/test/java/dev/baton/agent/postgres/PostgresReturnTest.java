package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static dev.baton.protocol.ActionType.POSTGRES_CHECKPOINT;
import static dev.baton.protocol.ActionType.POSTGRES_CONTROL_DATA;
import static dev.baton.protocol.ActionType.POSTGRES_KEPT;
import static dev.baton.protocol.ActionType.POSTGRES_PRUNE;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND_CHECK;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.FileOwner;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An old primary comes back to a real new one, and something is in the way. */
@NeedsPostgresql
class PostgresReturnTest {

  private static final String PASSWORD = "Sesam-0ffne-dich";

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

  @CanIgnoreReturnValue
  private String part(String... writes) throws Exception {
    return pair.part(writes);
  }

  @Test
  void rewindThatBreaksOffLeavesAFolderThatOnlyABaseBackupMends() throws Exception {
    String fork = part("create table lost as select 1 as x");
    Path file = east.data().resolve("pg_ident.conf");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    TestCaller.Reply check = east.reads(POSTGRES_REWIND_CHECK, Map.of("fork", fork));
    TestCaller.Reply rewind = east.agent().perform(POSTGRES_REWIND, west.at());
    TestCaller.Reply found = east.reads(POSTGRES_CONTROL_DATA, Map.of());
    TestCaller.Reply start = east.agent().perform(POSTGRES_START, Map.of("role", "standby"));
    TestCaller.Reply again = east.agent().perform(POSTGRES_REWIND, west.at());
    TestCaller.Reply copied = east.does(POSTGRES_BASE_BACKUP, west.copied());
    pair.follow(east, west);

    assertThat(check.result("unwritable")).isEqualTo("pg_ident.conf");
    assertThat(rewind.text("state")).as("%s", rewind.body()).isEqualTo("FAILED");
    assertThat(rewind.result("broken")).as("%s", rewind.body()).isEqualTo("true");
    assertThat(found.result("rewindBroken")).isEqualTo("true");
    assertThat(start.text("error")).contains("only a base backup helps");
    assertThat(again.text("error")).contains("only a base backup helps");
    assertThat(copied.result("kept")).contains("data.old-");
    east.awaitStreaming("2");
    assertThat(east.reads(POSTGRES_CONTROL_DATA, Map.of()).result("rewindBroken"))
        .isEqualTo("false");
  }

  @Test
  void rewindThatTouchedNothingLeavesTheFolderAsItWas() throws Exception {
    String before = Files.readString(east.data().resolve("postgresql.auto.conf"));
    String fork = part("create table lost as select 1 as x");

    TestCaller.Reply rewind =
        east.agent().perform(POSTGRES_REWIND, Map.of("host", "127.0.0.1", "port", "1"));

    assertThat(rewind.result("broken")).as("%s", rewind.body()).isEqualTo("false");
    assertThat(east.data().resolve("postgresql.auto.conf")).hasContent(before);
    assertThat(east.data().resolve("standby.signal")).exists();
    assertThat(east.reads(POSTGRES_REWIND_CHECK, Map.of("fork", fork)).result("missingWal"))
        .isEmpty();
    east.does(POSTGRES_REWIND, west.at());
    pair.follow(east, west);
    east.awaitStreaming("2");
  }

  @Test
  void recoveryFromTheCrashKeepsTheLogThatTheRewindNeeds() throws Exception {
    for (String line : List.of("wal_keep_size = 0", "min_wal_size = 2MB", "archive_mode = on")) {
      Files.writeString(
          east.data().resolve("postgresql.conf"), line + "\n", StandardOpenOption.APPEND);
    }
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    east.does(POSTGRES_START, Map.of("role", "primary"));
    west.awaitStreaming("1");
    east.does(POSTGRES_CHECKPOINT, Map.of());
    String fork =
        part(
            "create table lost as select generate_series(1, 50000) as x",
            "insert into lost select generate_series(1, 50000)",
            "select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active",
            "create table more as select generate_series(1, 50000) as x");

    east.does(POSTGRES_REWIND, west.at());
    pair.follow(east, west);

    assertThat(fork).contains("/");
    east.awaitStreaming("2");
    assertThat(east.sql("show wal_keep_size")).isEqualTo("0");
    assertThat(east.sql("show archive_mode")).isEqualTo("on");
    assertThat(east.sql("select count(*) from pg_replication_slots")).isEqualTo("0");
  }

  @Test
  void seesBeforeARewindThatItsLogIsGone() throws Exception {
    String fork = part("create table lost as select generate_series(1, 100000) as x");
    try (Stream<Path> segments = Files.list(east.data().resolve("pg_wal"))) {
      Path first =
          segments
              .filter(file -> file.getFileName().toString().matches("[0-9A-F]{24}"))
              .filter(file -> containing(fork).endsWith(file.getFileName().toString().substring(8)))
              .findFirst()
              .orElseThrow();
      Files.delete(first);
    }

    TestCaller.Reply check = east.reads(POSTGRES_REWIND_CHECK, Map.of("fork", fork));

    assertThat(check.result("missingWal")).isEqualTo("........" + containing(fork).substring(8));
  }

  /** Name of the segment with that position, of one megabyte each. */
  private static String containing(String lsn) {
    long position = Lsn.of(lsn).bytes();
    return "%08X%08X%08X".formatted(1, position >>> 32, (position & 0xFFFF_FFFFL) >>> 20);
  }

  @Test
  void refusesACopyThatDoesNotFitWithBothFigures() throws Exception {
    part("create table lost as select 1 as x");
    Map<String, String> large =
        Map.of("host", "127.0.0.1", "port", "1", "bytes", "900000000000000");

    TestCaller.Reply reply = east.agent().perform(POSTGRES_BASE_BACKUP, large);

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(reply.result("neededBytes")).isEqualTo("990000000000000");
    assertThat(Long.parseLong(reply.result("freeBytes"))).isPositive();
    assertThat(east.data().resolve("PG_VERSION")).exists();
  }

  @Test
  void prunesWhatItKeptItselfAndNothingElse() throws Exception {
    part("create table lost as select 1 as x");
    Path kept = Path.of(east.does(POSTGRES_BASE_BACKUP, west.copied()).result("kept"));
    Path mine = Files.createDirectory(east.home().resolve("data.old-mine"));
    String name = kept.getFileName().toString();

    TestCaller.Reply listed = east.reads(POSTGRES_KEPT, Map.of());
    Stream<TestCaller.Reply> refused =
        Stream.of("data", "data.old-mine", name + " data", "../" + name, "")
            .map(folders -> pruned(folders));

    assertThat(Long.parseLong(listed.result(name))).isPositive();
    assertThat(refused).allSatisfy(reply -> assertThat(reply.text("state")).isEqualTo("FAILED"));
    assertThat(kept).exists();
    assertThat(pruned(name).result("deleted")).isEqualTo(name);
    assertThat(kept).doesNotExist();
    assertThat(mine).exists();
    assertThat(east.data().resolve("PG_VERSION")).exists();
    assertThat(pruned(name).result("freedBytes")).isEqualTo("0");
    Files.delete(mine);
  }

  private TestCaller.Reply pruned(String folders) {
    try {
      return east.agent().perform(POSTGRES_PRUNE, Map.of("folders", folders));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void passwordIsInNoFileOfTheAgentNorInAnyCommandLine() throws Exception {
    demandAPassword();
    part("create table lost as select generate_series(1, 100000) as x");
    Set<String> seen = new HashSet<>();

    CompletableFuture<TestCaller.Reply> copy =
        CompletableFuture.supplyAsync(() -> {
          try {
            return east.agent().perform(POSTGRES_BASE_BACKUP, west.copied());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    while (!copy.isDone()) {
      seen.addAll(commandLines());
    }
    pair.follow(east, west);
    east.awaitStreaming("2");
    seen.addAll(commandLines());

    assertThat(copy.get().text("state")).as("%s", copy.get().body()).isEqualTo("SUCCEEDED");
    assertThat(seen).anyMatch(line -> line.contains("pg_basebackup"));
    assertThat(seen).noneMatch(line -> line.contains(PASSWORD));
    assertThat(filesWith(PASSWORD)).containsExactly(east.home().resolve("pgpass"));
  }

  /** West takes no connection of the replication role without its password. */
  private void demandAPassword() throws Exception {
    east.sql("alter role replicator password '%s'".formatted(PASSWORD));
    Path passfile = east.home().resolve("pgpass");
    Files.writeString(passfile, "*:*:*:replicator:%s\n".formatted(PASSWORD));
    Files.setPosixFilePermissions(passfile, PosixFilePermissions.fromString("rw-------"));
    FileOwner.give(passfile, Optional.of(Files.getOwner(east.data()).getName()));
    Path access = west.data().resolve("pg_hba.conf");
    Files.writeString(
        access,
        "host all,replication replicator 127.0.0.1/32 scram-sha-256\n" + Files.readString(access));
    await()
        .until(() ->
            !west.sql("select count(*) from pg_authid where rolpassword is not null").equals("0"));
    west.sql("select pg_reload_conf()");
  }

  private static Set<String> commandLines() throws IOException {
    Set<String> lines = new HashSet<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        for (String file : List.of("cmdline", "environ")) {
          try {
            lines.add(Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1));
          } catch (IOException gone) {
            // It has ended meanwhile, or is none of ours.
          }
        }
      }
    }
    return lines;
  }

  /** Of all there is below the host's folder: configuration, journal, state, logs, evidence. */
  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> all = Files.walk(east.home())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> {
            try {
              return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
            } catch (IOException gone) {
              return false;
            }
          })
          .filter(file -> !file.toString().contains("/pg_wal/"))
          .toList();
    }
  }
}
