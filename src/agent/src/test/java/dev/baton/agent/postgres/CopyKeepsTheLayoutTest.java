package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static dev.baton.protocol.ActionType.POSTGRES_KEPT;
import static dev.baton.protocol.ActionType.POSTGRES_PRUNE;
import static dev.baton.protocol.ActionType.POSTGRES_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.FileOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A copy takes the place of a data folder as its owner had laid it out. */
@NeedsPostgresql
class CopyKeepsTheLayoutTest {

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

  private static final String LOG = "pg_wal";

  /** The log of a stopped east goes to a folder outside, as onto a disk of its own. */
  private Path logOnAVolume() throws Exception {
    Path volume = Files.createDirectory(east.home().resolve("volume"));
    FileOwner.give(volume, Optional.of(Files.getOwner(east.data()).getName()));
    Path log = Files.move(east.data().resolve(LOG), volume.resolve(LOG));
    Files.createSymbolicLink(east.data().resolve(LOG), log);
    return log;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> segments(Path log) throws IOException {
    try (Stream<Path> all = Files.list(log)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9A-F]{24}"))
          .sorted()
          .toList();
    }
  }

  @Test
  void logOnAVolumeOfItsOwnStaysThereAndTheOldOneIsKeptBesideIt() throws Exception {
    pair.part("create table lost as select 1 as x");
    Path log = logOnAVolume();
    List<String> old = segments(log);

    Path kept = Path.of(east.does(POSTGRES_BASE_BACKUP, west.copied()).result("kept"));
    pair.follow(east, west);

    east.awaitStreaming("2");
    assertThat(Files.readSymbolicLink(east.data().resolve(LOG))).isEqualTo(log);
    assertThat(segments(log)).isNotEmpty().isNotEqualTo(old);
    Path aside = Files.readSymbolicLink(kept.resolve(LOG));
    assertThat(aside).isNotEqualTo(log).hasParent(log.getParent());
    assertThat(segments(aside)).isEqualTo(old);
  }

  @Test
  void pruneOfAKeptFolderTakesItsLogAlong() throws Exception {
    pair.part("create table lost as select 1 as x");
    Path log = logOnAVolume();
    Path kept = Path.of(east.does(POSTGRES_BASE_BACKUP, west.copied()).result("kept"));
    String name = kept.getFileName().toString();
    Path aside = Files.readSymbolicLink(kept.resolve(LOG));
    long size = Long.parseLong(east.reads(POSTGRES_KEPT, Map.of()).result(name));

    TestCaller.Reply pruned = east.does(POSTGRES_PRUNE, Map.of("folders", name));

    assertThat(aside).doesNotExist();
    assertThat(kept).doesNotExist();
    assertThat(log).isDirectory();
    assertThat(pruned.result("freedBytes")).isEqualTo(Long.toString(size));
  }

  @Test
  void copyThatFailsPutsTheLogBackToo() throws Exception {
    pair.part("create table lost as select 1 as x");
    Path log = logOnAVolume();
    List<String> old = segments(log);
    Map<String, String> gone = new HashMap<>(west.copied());
    gone.put("port", "1");

    TestCaller.Reply reply = east.agent().perform(POSTGRES_BASE_BACKUP, gone);

    assertThat(reply.text("error")).contains("the old data folder is back in place");
    assertThat(Files.readSymbolicLink(east.data().resolve(LOG))).isEqualTo(log);
    assertThat(segments(log)).isEqualTo(old);
    assertThat(log.getParent()).isDirectoryNotContaining("glob:**.old-*");
  }

  @Test
  void volumeThatItsAccountMayNotChangeIsNamedBeforeAnythingIsTouched() throws Exception {
    pair.part("create table lost as select 1 as x");
    Path log = logOnAVolume();
    FileOwner.give(Path.of(String.valueOf(log.getParent())), Optional.of("root"));

    TestCaller.Reply reply = east.agent().perform(POSTGRES_BASE_BACKUP, west.copied());

    assertThat(reply.text("error")).contains(log.toString(), "chown", "nothing was touched");
    assertThat(segments(log)).isNotEmpty();
    assertThat(Files.readSymbolicLink(east.data().resolve(LOG))).isEqualTo(log);
  }

  private static boolean ran(Object... words) throws IOException {
    List<String> all = Stream.of(words).map(Object::toString).toList();
    return new ProcessBuilder(all).start().onExit().join().exitValue() == 0;
  }

  @ParameterizedTest
  @CsvSource({"'',postgres.data", "pg_wal,put a link in its place"})
  void folderThatIsAMountPointIsNamedBeforehandAndNothingIsTouched(String below, String nextMove)
      throws Exception {
    pair.part("create table lost as select 1 as x");
    Path mounted = east.data().resolve(below);
    assumeThat(ran("/bin/mount", "--bind", mounted, mounted)).as("needs root to mount").isTrue();
    try {

      TestCaller.Reply size = east.reads(POSTGRES_SIZE, Map.of());
      TestCaller.Reply reply = east.agent().perform(POSTGRES_BASE_BACKUP, west.copied());

      assertThat(size.result("why")).contains(mounted + " is a mount point", nextMove);
      assertThat(reply.text("error"))
          .contains(mounted + " is a mount point", nextMove, "nothing was touched");
      assertThat(east.data().resolve("global/pg_control")).exists();
    } finally {
      assertThat(ran("/bin/umount", "-l", mounted)).isTrue();
    }
    assertThat(east.reads(POSTGRES_SIZE, Map.of()).body().toString()).doesNotContain("mount point");
    east.does(POSTGRES_BASE_BACKUP, west.copied());
  }

  @Test
  void modesAndOwnersStay() throws Exception {
    Path auto = east.data().resolve("postgresql.auto.conf");
    String owner = Files.getOwner(east.data()).getName();
    Files.setPosixFilePermissions(east.data(), PosixFilePermissions.fromString("rwxr-x---"));
    Files.setPosixFilePermissions(auto, PosixFilePermissions.fromString("rw-------"));
    pair.part("create table lost as select 1 as x");
    Path key = Files.createFile(east.data().resolve("server.key"));
    FileOwner.give(key, Optional.of(owner));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    east.does(POSTGRES_BASE_BACKUP, west.copied());
    pair.follow(east, west);

    east.awaitStreaming("2");
    assertThat(mode(east.data())).isEqualTo("rwxr-x---");
    assertThat(mode(east.data().resolve("server.key"))).isEqualTo("rw-------");
    assertThat(mode(east.data().resolve("base"))).isEqualTo("rwxr-x---");
    assertThat(mode(east.data().resolve("global/pg_control"))).isEqualTo("rw-r-----");
    assertThat(Files.getOwner(east.data()).getName()).isEqualTo(owner);
    assertThat(mode(auto)).isEqualTo("rw-------");
  }
}
