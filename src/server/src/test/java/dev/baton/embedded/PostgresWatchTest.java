package dev.baton.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The embedded database is killed under the program that holds it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresWatchTest {

  private static final Duration RESTART = Duration.ofSeconds(3);

  /** PostgreSQL's own, on a machine that does other things too. */
  private static final Duration RECOVERY = Duration.ofMinutes(1);

  private final Path folder = TestData.folder().resolveSibling("watched-" + System.nanoTime());
  private final DataFolder data = new DataFolder(folder);
  private DatabaseProgram program;

  @BeforeAll
  void createTable() throws Exception {
    start();
    program.execute("create table note (text text)");
    assertThat(program.stop()).isTrue();
  }

  @BeforeEach
  void start() throws IOException {
    program = DatabaseProgram.start(data);
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
  void isThereAgainWithinThreeSecondsWhenItsFirstProcessIsKilled() throws Exception {
    program.execute("insert into note values ('before the kill')");
    ProcessHandle killed = program.postmaster();

    killed.destroyForcibly();

    await()
        .atMost(RESTART)
        .ignoreExceptions()
        .until(() -> !program.postmaster().equals(killed) && program.postmaster().isAlive());
    await().atMost(RECOVERY).ignoreExceptions().until(() -> count("before the kill") == 1);
    assertThat(program.process().isAlive()).isTrue();
  }

  @Test
  void isThereAgainWhenAnOpenSessionOutlivesItsFirstProcess() throws Exception {
    try (var open = program.connect();
        var statement = open.createStatement()) {
      statement.execute("begin");
      ProcessHandle killed = program.postmaster();

      killed.destroyForcibly();

      await()
          .atMost(RECOVERY)
          .ignoreExceptions()
          .until(() -> !program.postmaster().equals(killed) && count("nothing") == 0);
    }
  }

  @Test
  void recoversByItselfWhenASessionIsKilled() throws Exception {
    ProcessHandle postmaster = program.postmaster();
    try (var open = program.connect();
        var statement = open.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      assertThat(row.next()).isTrue();
      ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
    }

    await().atMost(RECOVERY).ignoreExceptions().until(() -> count("nothing") == 0);

    assertThat(program.postmaster()).isEqualTo(postmaster);
    assertThat(program.process().isAlive()).isTrue();
  }

  @Test
  void endsTheProgramWhenTheFolderCannotBeStarted() throws Exception {
    Path control = data.database().resolve("global/pg_control");
    Path aside = data.path().resolve("pg_control.aside");
    Files.move(control, aside);

    try {
      program.postmaster().destroyForcibly();

      assertThat(program.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(program.process().exitValue()).isEqualTo(3);
      assertThat(program.complaint()).contains("cannot be started again", "exit code 3");
    } finally {
      Files.move(aside, control);
    }
  }

  private int count(String text) throws Exception {
    return Integer.parseInt(program.ask("select count(*) from note where text = '" + text + "'"));
  }
}
