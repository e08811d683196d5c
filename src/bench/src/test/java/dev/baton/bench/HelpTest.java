package dev.baton.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.CaCommand;
import dev.baton.audit.events.VerifyCommand;
import dev.baton.cli.BatonCli;
import dev.baton.lab.cli.LabCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./baton ... --help} prints what the programs would say, and does nothing else. */
class HelpTest {

  private static final Path HOME =
      Path.of(System.getProperty("baton.home", "../..")).toAbsolutePath().normalize();

  /** {@code -Ddocs.update=true} writes the texts anew. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "lab",
        "lab up",
        "lab start",
        "lab off",
        "lab on",
        "lab down",
        "lab status",
        "bench",
        "bench log",
        "bench switchover",
        "bench strangers",
        "ca",
        "ca init",
        "ca issue",
        "ca revoke",
        "verify",
        "status",
        "pairs",
        "hosts",
        "plan",
        "runbook",
        "operations",
        "watch",
        "report",
        "events",
        "switchover",
        "approve",
        "pause",
        "resume",
        "retry",
        "skip",
        "abort",
        "stop",
        "release"
      })
  void theTextIsTheProgramsOwn(String command) throws IOException {
    Path text = HOME.resolve("docs/help/" + command.replace(' ', '-') + ".txt");
    String own = printedBy(command);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(text, own);
    }

    assertThat(text).hasContent(own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "help",
        "help --help",
        "version --help",
        "serve --help",
        "serve --port 8400 --help",
        "rebuild --help",
        "agent --help",
        "agent agent.policy --help",
        "demo --help",
        "demo --json --help",
        "lab --help",
        "lab -h",
        "lab up --help",
        "lab start --help",
        "lab off --help",
        "lab off east-db --help",
        "lab on --help",
        "lab down --help",
        "lab status --help",
        "bench --help",
        "bench log --help",
        "bench switchover --help",
        "bench strangers --help",
        "ca --help",
        "ca init --help",
        "ca issue --help",
        "ca revoke --help",
        "verify --help",
        "verify log.ndjson --help",
        "status --help",
        "status ci -h",
        "switchover ci --to west --help",
        "pause --help",
        "release --help"
      })
  void helpBuildsAndWritesNothing(String words, @TempDir Path folder) throws Exception {
    Path clone = Files.createDirectory(folder.resolve("clone"));
    for (String file : List.of("baton", "mvnw", "pom.xml")) {
      Files.copy(HOME.resolve(file), clone.resolve(file));
    }
    Files.createDirectories(clone.resolve("docs/help"));
    for (Path text : files(HOME.resolve("docs/help"))) {
      Files.copy(text, clone.resolve("docs/help").resolve(text.getFileName()));
    }
    List<Path> before = files(folder);

    var script =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("bash", clone.resolve("baton").toString()),
                    Arrays.stream(words.split(" ", -1)))
                .toList());
    script.environment().put("HOME", folder.toString());
    script.environment().put("JAVA_HOME", "/nowhere");
    Process process = script.directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).startsWith("Usage: ");
    assertThat(files(folder)).isEqualTo(before);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> !path.equals(folder)).sorted().toList();
    }
  }

  private static String printedBy(String command) {
    String[] words = (command + " --help").split(" ", -1);
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      int exit =
          switch (words[0]) {
            case "ca" -> CaCommand.run(rest);
            case "verify" -> VerifyCommand.run(rest);
            case "bench" -> BenchCommand.run(rest);
            case "demo", "lab" -> LabCommand.run(words);
            default -> BatonCli.run(words);
          };
      assertThat(exit).isZero();
    } finally {
      System.setOut(before);
    }
    return printed.toString(UTF_8);
  }
}
