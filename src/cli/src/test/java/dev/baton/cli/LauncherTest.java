package dev.baton.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code ./baton} does before the program of an operator's word runs, in a checkout whose
 * Maven and Java only say that they were called.
 */
@Timeout(60)
class LauncherTest {

  private static final String PROGRAM = "dev.baton.cli.BatonCli ";

  @TempDir private Path home;

  @BeforeEach
  void checkOut() throws IOException {
    Files.writeString(home.resolve("baton"), Project.text("baton"));
    Files.createDirectories(home.resolve(".mvn"));
    Files.createDirectories(home.resolve("src/protocol/src/main"));
    Files.createDirectories(home.resolve("src/cli/src/main"));
    for (String file : List.of("pom.xml", "src/protocol/pom.xml", "src/cli/pom.xml")) {
      Files.writeString(home.resolve(file), "");
    }
    program(
        "mvnw",
        """
        cd "$(dirname "$0")"
        [ "$1" != --print-java-home ] || { echo "$PWD/jdk"; exit 0; }
        echo "$*" >> built
        mkdir -p src/cli/target
        touch src/cli/target/baton-cli.jar
        """);
    program("jdk/bin/java", "echo \"java $*\"\n");
  }

  private void program(String file, String lines) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/usr/bin/env bash\n" + lines);
    assertThat(path.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void aWordOfAnOperatorBuildsTheCommandLineAloneAndOnce() throws Exception {
    String first = run("stop", "-r", "fire in rack 4");
    String second = run("status");

    assertThat(first).endsWith(PROGRAM + "stop -r fire in rack 4\n");
    assertThat(second).contains(PROGRAM + "status\n").doesNotContain("building");
    assertThat(Files.readString(home.resolve("built")).lines())
        .singleElement()
        .asString()
        .contains("package -pl src/cli -am");
  }

  @Test
  void aNewerSourceIsBuilt() throws Exception {
    var unusedFirst = run("status");
    Files.setLastModifiedTime(
        Files.writeString(home.resolve("src/cli/src/main/New.java"), ""),
        FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(run("status")).contains("building the command line");
  }

  @Test
  void theProgramJudgesWhichWordAsksForHelp() throws Exception {
    var unusedFirst = run("status");

    assertThat(run("abort", "switchover-1", "-r", "-h"))
        .contains(PROGRAM + "abort switchover-1 -r -h\n");
  }

  /** A start-up cache of the control plane may be made under that lock, for a minute. */
  @Test
  void whatIsBuiltDoesNotWaitForTheBuildOfAnother() throws Exception {
    var unusedFirst = run("status");
    Process other =
        new ProcessBuilder(
                "flock", home.resolve("target/build.lock").toString(), "sh", "-c", "echo; read end")
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('\n');

      assertThat(run("stop", "-r", "x")).contains(PROGRAM + "stop -r x\n");
    } finally {
      other.destroy();
      other.getOutputStream().close();
    }
  }

  @Test
  void aCacheThatCannotBeMadeIsDoneWithout() throws Exception {
    Files.createDirectories(home.resolve("src/cli/target/baton-cli.aot.lock"));

    assertThat(run("status")).endsWith(PROGRAM + "status\n").doesNotContain("directory");
  }

  /** Runs it to its end, which must be a good one; gives all it said. */
  private String run(String... words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of("bash", home.resolve("baton").toString()), Stream.of(words))
                    .toList())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
