package dev.baton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each major version of pg_rewind is given the options that it knows. */
class RewindCommandTest {

  private static final List<String> ALWAYS =
      List.of("/bin/pg_rewind", "--target-pgdata=/data", "--source-server=host=west", "--progress");

  /** Root's own programs are run as they are. */
  private static List<String> words(Optional<Path> config, int major, boolean crashed) {
    Policy.PostgresPart part =
        new Policy.PostgresPart(
            Path.of("/data"),
            config,
            Optional.empty(),
            Path.of("/bin"),
            "root",
            5432,
            Path.of("/run"),
            Path.of("/log"),
            "replicator",
            "",
            Path.of("/pgpass"),
            Duration.ofSeconds(10),
            List.of(),
            new Policy.DrillPart(Path.of("/data.drill"), 5433, Optional.empty()));
    try (PostgresServer server = new PostgresServer(part, "east-db", Path.of("/state"))) {
      return RewindCommand.words(server, "host=west", major, crashed);
    }
  }

  private static List<String> with(String option) {
    return Stream.concat(ALWAYS.stream(), Stream.of(option)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 14, 15, 18})
  void nothingIsSaidOfAConfigurationInTheDataFolder(int major) {
    assertThat(words(Optional.empty(), major, true)).isEqualTo(ALWAYS);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17, 18})
  void laterOnesAreToldWhereTheConfigurationIs(int major) {
    assertThat(words(Optional.of(Path.of("/etc/pg.conf")), major, true))
        .isEqualTo(with("--config-file=/etc/pg.conf"));
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 14})
  void earlierOnesTakeAServerThatEndedInGoodOrderAsItIs(int major) {
    assertThat(words(Optional.of(Path.of("/etc/pg.conf")), major, false))
        .isEqualTo(with("--no-ensure-shutdown"));
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 14})
  void beforeEarlierOnesAServerThatCrashedRecovers(int major) {
    List<String> words = words(Optional.of(Path.of("/etc/pg.conf")), major, true);

    assertThat(words).startsWith("/bin/sh", "-c");
    assertThat(words.get(2))
        .contains("\"$1\" --single -D \"$2\" -c config_file=\"$3\"", "exec \"$@\"");
    assertThat(words.subList(4, 7)).containsExactly("/bin/postgres", "/data", "/etc/pg.conf");
    assertThat(words.subList(7, words.size())).isEqualTo(with("--no-ensure-shutdown"));
  }
}
