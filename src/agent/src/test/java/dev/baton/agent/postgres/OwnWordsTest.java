package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_BASE_BACKUP;
import static dev.baton.protocol.ActionType.POSTGRES_CONTROL_DATA;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.FileOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the server hold what their owner wrote, in whatever encoding. */
@NeedsPostgresql
class OwnWordsTest {

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
  private static Path written(PostgresPair.Side side, String name, String lines)
      throws IOException {
    return Files.write(
        side.data().resolve(name),
        lines.getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
  }

  private static String content(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void oneLetterOfLatinOneIsKeptThroughARewindAndNothingIsBroken() throws Exception {
    Path conf = written(east, "postgresql.conf", "# B\u00fcro Z\u00fcrich\n");
    Path auto = written(east, "postgresql.auto.conf", "log_line_prefix = 'B\u00fcro %p '\n");
    String before = content(conf);
    pair.part("create table lost as select 1 as x");

    TestCaller.Reply rewind = east.agent().perform(POSTGRES_REWIND, west.at());
    pair.follow(east, west);

    assertThat(rewind.text("state")).as("%s", rewind.body()).isEqualTo("SUCCEEDED");
    east.awaitStreaming("2");
    assertThat(content(conf)).isEqualTo(before);
    assertThat(content(auto)).contains("log_line_prefix = 'B\u00fcro %p '\n");
  }

  @Test
  void oneLetterOfLatinOneInTheWordsOfAFailedRewindLeavesTheFolderAsItWas() throws Exception {
    written(east, "postgresql.conf", "B\u00fcro B\u00fcro B\u00fcro\n");
    pair.part("create table lost as select 1 as x");

    TestCaller.Reply rewind = east.agent().perform(POSTGRES_REWIND, west.at());

    assertThat(rewind.text("state")).as("%s", rewind.body()).isEqualTo("FAILED");
    assertThat(rewind.result("broken")).as("%s", rewind.body()).isEqualTo("false");
    assertThat(east.reads(POSTGRES_CONTROL_DATA, Map.of()).result("rewindBroken"))
        .isEqualTo("false");
  }

  @Test
  void whatFailsBeforeTheRewindBeginsLeavesTheFolderWholeAndSaysSo() throws Exception {
    pair.part("create table lost as select 1 as x");
    String before = content(east.data().resolve("postgresql.auto.conf"));
    Path obstacle = Files.createDirectory(east.data().resolve("postgresql.auto.conf.new"));

    TestCaller.Reply rewind = east.agent().perform(POSTGRES_REWIND, west.at());
    TestCaller.Reply found = east.reads(POSTGRES_CONTROL_DATA, Map.of());
    Files.delete(obstacle);
    east.does(POSTGRES_REWIND, west.at());

    assertThat(rewind.text("error")).contains("nothing was touched");
    assertThat(rewind.result("broken")).isEqualTo("false");
    assertThat(found.result("rewindBroken")).isEqualTo("false");
    assertThat(content(east.data().resolve("postgresql.auto.conf"))).isEqualTo(before);
  }

  /** What decides how a server is reached, and what only its host may know. */
  private static void ownFiles(PostgresPair.Side side, String host) throws Exception {
    Path data = side.data();
    String owner = Files.getOwner(data).getName();
    List<Path> made =
        List.of(
            Files.createDirectories(data.resolve("conf.d/more")).getParent(),
            data.resolve("conf.d/more"),
            Files.writeString(data.resolve("conf.d/10.conf"), "work_mem = '" + host + "MB'\n"),
            Files.writeString(data.resolve("conf.d/more/20.conf"), "# " + host + "\n"),
            Files.createDirectory(data.resolve("tls")),
            Files.createDirectory(data.resolve("pg_hba.d")),
            Files.writeString(data.resolve("pg_hba.d/10.conf"), "# " + host),
            Files.write(data.resolve("tls/large.crl"), new byte[2_000_000]),
            Files.writeString(data.resolve("tls/server.key"), "key of " + host));
    Files.setPosixFilePermissions(
        data.resolve("tls/server.key"), PosixFilePermissions.fromString("rw-------"));
    for (Path path : made) {
      FileOwner.give(path, Optional.of(owner));
    }
    var unused = written(side, "postgresql.conf", "include_dir 'conf.d'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rewind", "copy"})
  void whatAHostKeepsBesideItsDatabaseStaysItsOwn(String how) throws Exception {
    ownFiles(east, "5");
    ownFiles(west, "6");
    Path link =
        Files.createSymbolicLink(east.data().resolve("current.key"), Path.of("tls/server.key"));
    Files.writeString(west.data().resolve("conf.d/30.conf"), "work_mem = '7MB'\n");
    Files.createSymbolicLink(east.data().resolve("scripts"), Path.of("conf.d"));
    if (how.equals("copy")) { // pg_rewind itself refuses another kind of entry
      String owner = Files.getOwner(west.data()).getName();
      Path folder = Files.createDirectory(west.data().resolve("scripts"));
      FileOwner.give(Files.createFile(folder.resolve("a.sh")), Optional.of(owner));
      FileOwner.give(folder, Optional.of(owner));
    }
    pair.part("create table lost as select 1 as x");

    if (how.equals("rewind")) {
      east.does(POSTGRES_REWIND, west.at());
    } else {
      east.does(POSTGRES_BASE_BACKUP, west.copied());
    }
    pair.follow(east, west);

    east.awaitStreaming("2");
    assertThat(east.sql("show work_mem")).isEqualTo("5MB");
    assertThat(east.data().resolve("conf.d/30.conf")).doesNotExist();
    assertThat(east.data().resolve("conf.d/more/20.conf")).hasContent("# 5");
    assertThat(east.data().resolve("pg_hba.d/10.conf")).hasContent("# 5");
    assertThat(east.data().resolve("tls/large.crl")).hasSize(2_000_000);
    assertThat(Files.readSymbolicLink(east.data().resolve("scripts"))).isEqualTo(Path.of("conf.d"));
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("tls/server.key"));
    assertThat(link).hasContent("key of 5");
    assertThat(Files.getPosixFilePermissions(link))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getOwner(link)).isEqualTo(Files.getOwner(east.data()));
  }
}
