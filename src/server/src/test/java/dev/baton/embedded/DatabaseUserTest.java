package dev.baton.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose the embedded database is when root starts it, and what everybody else can do with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseUserTest {

  /** Whom earlier versions gave it to, and any other account of the machine. */
  private static final OsUser OTHER = OsUser.of(65_534, 65_534);

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PGPASSWORD", "of-the-caller", "PGDATA", "/elsewhere", "TOKEN", "of-the-caller");

  private final Path folder = TestData.folder().resolveSibling("owned-" + System.nanoTime());
  private final DataFolder data = new DataFolder(folder);
  private DatabaseProgram program;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(OsUser.isRoot(), "only root has to hand the server to another user");
    if (program == null || !program.process().isAlive()) {
      program = DatabaseProgram.start(data, ENVIRONMENT);
    }
  }

  @AfterAll
  void remove() throws Exception {
    if (program != null) {
      assertThat(program.stop()).isTrue();
      PostgresBinaries.delete(folder);
    }
  }

  @Test
  void runsAsOneThatIsItsAloneAndKeepsIt() throws Exception {
    OsUser first = OsUser.ownerOf(proc());

    restart();

    assertThat(OsUser.ownerOf(proc())).isEqualTo(first);
    assertThat(first.uid()).isNotIn(0, OTHER.uid());
    assertThat(PrivateUid.isKnown("passwd", Integer.toString(first.uid()))).isFalse();
    assertThat(owners()).containsOnly(first);
  }

  @Test
  void takesAnotherOneWhenItsOwnHasBecomeSomebodyElses() throws Exception {
    OsUser first = OsUser.ownerOf(proc());
    assertThat(program.stop()).isTrue();
    Process stranger =
        new ProcessBuilder(as(first, "sleep", "600")).directory(Path.of("/").toFile()).start();

    try {
      program = DatabaseProgram.start(data);

      assertThat(OsUser.ownerOf(proc())).isNotEqualTo(first);
      assertThat(owners()).doesNotContain(first);
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void knowsNothingOfTheEnvironmentOfItsCaller() throws Exception {
    String environment = Files.readString(proc().resolve("environ"));

    assertThat(environment.split("\0"))
        .contains("LC_ALL=C")
        .noneMatch(entry -> entry.contains("of-the-caller") || entry.startsWith("PGPASSWORD"));
    assertThat(environment).doesNotContain("PGDATA=/elsewhere", System.getenv("PATH"));
  }

  @Test
  void keepsItsFilesFromEverybodyElse() throws Exception {
    assertThat(succeeds("ls", folder.toString())).isFalse();
    for (String file :
        List.of(
            "database/PG_VERSION", "database.secrets", "database.hba", "database.user", "lock")) {
      assertThat(Files.exists(folder.resolve(file))).isTrue();
      assertThat(succeeds("cat", folder.resolve(file).toString())).as(file).isFalse();
    }
  }

  @Test
  void letsNobodyInWithoutAPassword() throws Exception {
    try (Connection superuser =
            DriverManager.getConnection(
                program.url(),
                EmbeddedPostgres.SUPERUSER,
                DatabasePasswords.read(data.secrets()).superuser());
        var statement = superuser.createStatement();
        var rules = statement.executeQuery("select type || auth_method from pg_hba_file_rules")) {
      assertThat(rules.next()).isTrue();
      assertThat(rules.getString(1)).isEqualTo("hostscram-sha-256");
      assertThat(rules.next()).isFalse();
    }
    for (String user : List.of(EmbeddedPostgres.SUPERUSER, DatabaseRoles.OWNER)) {
      assertThatThrownBy(() -> DriverManager.getConnection(program.url(), user, "").close())
          .isInstanceOf(SQLException.class);
    }
    assertThat(Files.readString(Path.of("/proc/net/unix")))
        .doesNotContain(".s.PGSQL." + program.url().replaceAll(".*:([0-9]+)/.*", "$1"));
  }

  @Test
  void takesTheDatabaseOfAnEarlierUserOver() throws Exception {
    program.execute("create table if not exists note (text text)");
    giveAway();

    program = DatabaseProgram.start(data);

    assertThat(program.ask("select count(*) from note")).isEqualTo("0");
    assertThat(owners()).hasSize(1).doesNotContain(OTHER);
  }

  @Test
  void takesTheServerOfAnEarlierUserDownFirst() throws Exception {
    giveAway();
    List<String> line =
        new ArrayList<>(as(OTHER, data.binaries().resolve("bin/pg_ctl").toString()));
    line.addAll(List.of("start", "-w", "-D", data.database().toString(), "-l", "/dev/null", "-o"));
    line.add("-p " + FreePort.find() + " -c unix_socket_directories=''");
    assertThat(run(line)).isTrue();

    program = DatabaseProgram.start(data);

    assertThat(OsUser.ownerOf(proc())).isNotEqualTo(OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"link", "second name"})
  void refusesToTakeOverWhatLeadsElsewhere(String trick) throws Exception {
    Path target = Files.writeString(folder.resolve("of-root"), "secret");
    giveAway();
    Path inside = data.database().resolve("base/1/trick");
    if (trick.equals("link")) {
      Files.createSymbolicLink(inside, target);
    } else {
      Files.createLink(inside, target);
    }

    DatabaseProgram refused = DatabaseProgram.launch(data, Map.of());

    assertThat(refused.process().waitFor()).isEqualTo(2);
    assertThat(refused.complaint()).contains("not handed over", inside.toString());
    assertThat(OsUser.ownerOf(target)).isEqualTo(OsUser.of(0, 0));
    Files.delete(inside);
  }

  /** As a version left it that ran it as that other user. */
  private void giveAway() throws Exception {
    assertThat(program.stop()).isTrue();
    Files.delete(data.user());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Files.move(data.access(), folder.resolve("gone"), StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> paths = Files.walk(data.database())) {
      for (Path path : paths.toList()) {
        OTHER.own(path);
      }
    }
  }

  private void restart() throws Exception {
    assertThat(program.stop()).isTrue();
    program = DatabaseProgram.start(data);
  }

  private Path proc() throws IOException {
    return Path.of("/proc", Long.toString(program.postmaster().pid()));
  }

  private List<OsUser> owners() throws IOException {
    List<OsUser> owners = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(data.database())) {
      for (Path path : paths.filter(p -> !p.toString().contains("pg_wal")).toList()) {
        owners.add(Files.exists(path) ? OsUser.ownerOf(path) : owners.getFirst());
      }
    }
    return owners.stream().distinct().toList();
  }

  private static boolean succeeds(String... command) throws Exception {
    return run(as(OTHER, command));
  }

  private static List<String> as(OsUser user, String... command) {
    List<String> line = new ArrayList<>(user.prefix());
    line.addAll(List.of(command));
    return line;
  }

  private static boolean run(List<String> line) throws Exception {
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }
}
