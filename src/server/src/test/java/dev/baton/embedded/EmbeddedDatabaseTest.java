package dev.baton.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
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
  private DatabaseProgram program;

  @BeforeAll
  void createTable() throws Exception {
    start();
    program.execute("create table note (text text)");
    stop();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(program.stop()).isTrue();
  }

  @AfterAll
  void remove() throws IOException {
    PostgresBinaries.delete(folder);
  }

  @Test
  void takesItsServerWithItWhenItEnds() throws Exception {
    start();

    stop();

    assertThat(folder.resolve("database/postmaster.pid")).doesNotExist();
    assertThatThrownBy(() -> connect(program.url())).isInstanceOf(SQLException.class);
  }

  @Test
  void findsItsRowsAgainAfterARestart() throws Exception {
    start();
    program.execute("insert into note values ('before the restart')");
    stop();

    start();

    assertThat(count("before the restart")).isEqualTo(1);
  }

  @Test
  void findsItsRowsAgainAfterItWasKilledAndItsServerLivedOn() throws Exception {
    start();
    program.execute("insert into note values ('before the kill')");
    String former = program.url();
    program.process().destroyForcibly().waitFor();
    assertThat(count("before the kill")).isEqualTo(1);

    start();

    assertThat(count("before the kill")).isEqualTo(1);
    assertThatThrownBy(() -> connect(former)).isInstanceOf(SQLException.class);
  }

  @Test
  void refusesAFolderThatAnotherProgramUses() throws Exception {
    start();

    DatabaseProgram second = DatabaseProgram.launch(data, Map.of());

    assertThat(second.process().waitFor()).isEqualTo(2);
    assertThat(second.complaint())
        .contains(
            "another Baton (process "
                + program.process().pid()
                + ") is using the data folder "
                + folder)
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
    assertThatThrownBy(() ->
            DriverManager.getConnection(program.url(), DatabaseRoles.RUNTIME, "guess").close())
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void carriesTheVersionItIsNamedAfter() throws Exception {
    start();

    assertThat(show("server_version")).isEqualTo(PostgresBinaries.VERSION);
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
      PostgresBinaries.delete(closed);
    }
  }

  private void start() throws IOException {
    program = DatabaseProgram.start(data);
  }

  private void connect(String url) throws SQLException, IOException {
    DriverManager.getConnection(
            url, DatabaseRoles.OWNER, DatabasePasswords.read(data.secrets()).owner())
        .close();
  }

  private int count(String text) throws SQLException, IOException {
    return Integer.parseInt(program.ask("select count(*) from note where text = '" + text + "'"));
  }

  private String show(String setting) throws SQLException, IOException {
    return program.ask("show " + setting);
  }
}
