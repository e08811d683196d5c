package dev.baton.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Programs that share a data folder one after the other, or try to at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedDatabaseTest {

  private final Path folder = TestData.folder().resolveSibling("embedded-" + System.nanoTime());
  private final DataFolder data = new DataFolder(folder);
  private Process program;
  private String url;

  @BeforeAll
  void createTable() throws Exception {
    start();
    execute("create table note (text text)");
    stop();
  }

  @AfterEach
  void stop() throws Exception {
    program.destroy();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @AfterAll
  void remove() throws IOException {
    Binaries.delete(folder);
  }

  @Test
  void takesItsServerWithItWhenItEnds() throws Exception {
    start();

    stop();

    assertThat(folder.resolve("database/postmaster.pid")).doesNotExist();
    assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
  }

  @Test
  void findsItsRowsAgainAfterARestart() throws Exception {
    start();
    execute("insert into note values ('before the restart')");
    stop();

    start();

    assertThat(count("before the restart")).isEqualTo(1);
  }

  @Test
  void findsItsRowsAgainAfterItWasKilledAndItsServerLivedOn() throws Exception {
    start();
    execute("insert into note values ('before the kill')");
    String former = url;
    program.destroyForcibly().waitFor();
    assertThat(count("before the kill")).isEqualTo(1);

    start();

    assertThat(count("before the kill")).isEqualTo(1);
    assertThatThrownBy(() -> connect(former).close()).isInstanceOf(SQLException.class);
  }

  @Test
  void refusesAFolderThatAnotherProgramUses() throws Exception {
    start();

    Process second = launch();

    assertThat(second.waitFor()).isEqualTo(2);
    assertThat(new String(second.getErrorStream().readAllBytes(), UTF_8))
        .contains(
            "another Baton (process " + program.pid() + ") is using the data folder " + folder)
        .doesNotContain("\tat ");
    assertThat(count("nothing")).isZero();
  }

  @Test
  void keepsWhatItAcknowledgedAndIsReachedFromThisMachineOnly() throws Exception {
    start();

    assertThat(show("fsync")).isEqualTo("on");
    assertThat(show("synchronous_commit")).isEqualTo("on");
    assertThat(show("full_page_writes")).isEqualTo("on");
    assertThat(show("listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(Integer.parseInt(show("port"))).isBetween(20_000, 32_767);
  }

  @Test
  void keepsItsPasswordsToItself() throws Exception {
    start();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.secrets())))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> DriverManager.getConnection(url, Roles.RUNTIME, "guess").close())
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void carriesTheVersionItIsNamedAfter() throws Exception {
    start();

    assertThat(show("server_version")).isEqualTo(Binaries.VERSION);
  }

  @Test
  void saysWhichFolderTheServersUserMayNotPass() throws Exception {
    assumeTrue(OsUser.isRoot(), "only root has to hand the server to another user");
    Path closed = Files.createTempDirectory("baton-closed");

    try {
      assertThatThrownBy(() -> EmbeddedDatabase.open(new DataFolder(closed.resolve("data"))))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("may not pass " + closed)
          .hasMessageContaining("chmod o+x " + closed);
    } finally {
      Binaries.delete(closed);
    }
  }

  private void start() throws IOException {
    program = launch();
    url = program.inputReader(UTF_8).readLine();
    if (url == null) {
      throw new IOException(new String(program.getErrorStream().readAllBytes(), UTF_8));
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            DatabaseHolder.class.getName(),
            folder.toString())
        .start();
  }

  private Connection connect() throws SQLException, IOException {
    return connect(url);
  }

  private Connection connect(String url) throws SQLException, IOException {
    return DriverManager.getConnection(url, Roles.OWNER, Secrets.read(data.secrets()).owner());
  }

  private void execute(String sql) throws SQLException, IOException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int count(String text) throws SQLException, IOException {
    return Integer.parseInt(ask("select count(*) from note where text = '" + text + "'"));
  }

  private String show(String setting) throws SQLException, IOException {
    return ask("show " + setting);
  }

  private String ask(String sql) throws SQLException, IOException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
