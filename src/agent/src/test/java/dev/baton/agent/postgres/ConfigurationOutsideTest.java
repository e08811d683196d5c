package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.DRILL_COPY;
import static dev.baton.protocol.ActionType.DRILL_PROMOTE;
import static dev.baton.protocol.ActionType.DRILL_REMOVE;
import static dev.baton.protocol.ActionType.POSTGRES_CHECKPOINT;
import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static dev.baton.protocol.ActionType.POSTGRES_PROMOTE;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_START_CHECK;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FileOwner;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers whose configuration lies outside the data folder, as Debian has it: it is found, proved
 * before anything stops, and never opens a folder that is not meant.
 */
@NeedsPostgresql
class ConfigurationOutsideTest {

  private static final Map<String, String> NONE = Map.of();

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair pair;
  private PostgresPair.Side east;
  private PostgresPair.Side west;

  @BeforeEach
  void nameThePair() throws Exception {
    pair = servers.pair();
    east = pair.east;
    west = pair.west;
    move(east, "primary");
    move(west, "standby");
  }

  /** Its configuration goes to a folder of its own, and it runs with that. */
  private static void move(PostgresPair.Side side, String role) throws Exception {
    side.does(POSTGRES_STOP, Map.of("mode", "fast"));
    Path etc = etc(side);
    Files.createDirectories(etc.resolve("conf.d"));
    for (String name : List.of("postgresql.conf", "pg_hba.conf", "pg_ident.conf")) {
      Files.move(side.data().resolve(name), etc.resolve(name));
    }
    Files.writeString(
        etc.resolve("postgresql.conf"),
        Files.readString(etc.resolve("postgresql.conf"))
            + """
            data_directory = '%s'
            hba_file = '%2$s/pg_hba.conf'
            ident_file = '%2$s/pg_ident.conf'
            include_dir = 'conf.d'
            """
                .formatted(side.data(), etc));
    configured(side, etc);
    side.does(POSTGRES_START, Map.of("role", role));
  }

  private static void configured(PostgresPair.Side side, Path etc) throws Exception {
    side.agent().restartWith(side.policy() + "postgres.config=" + etc + "\n");
  }

  private static Path etc(PostgresPair.Side side) {
    return side.home().resolve("etc");
  }

  @Test
  void itIsStoppedStartedPromotedRewoundAndFollowsAsEver() throws Exception {
    west.awaitStreaming("1");
    west.does(POSTGRES_PROMOTE, NONE);
    west.does(POSTGRES_CHECKPOINT, NONE);
    east.sql("create table lost as select 1 as x");
    east.does(POSTGRES_STOP, Map.of("mode", "immediate"));
    west.sql("create table kept as select 1 as x");

    assertThat(east.reads(POSTGRES_START_CHECK, NONE).status()).isEqualTo(200);
    east.does(POSTGRES_REWIND, west.at());
    pair.follow(east, west);

    east.awaitStreaming("2");
    assertThat(east.sql("show config_file")).isEqualTo(etc(east) + "/postgresql.conf");
    assertThat(east.sql("select to_regclass('lost') is null")).isEqualTo("t");
  }

  /** As with PostgreSQL 13 and 14: the recovery from the crash comes before pg_rewind. */
  @Test
  void itIsRewoundByAPgRewindThatCannotBeToldWhereItIs() throws Exception {
    west.awaitStreaming("1");
    pair.part("create table lost as select 1 as x");
    west.sql("create table kept as select 1 as x");

    Programs.Exit rewind = rewoundAsBefore15();
    pair.follow(east, west);

    assertThat(rewind.exitCode()).as(rewind.output()).isZero();
    assertThat(rewind.output()).contains("database system was not properly shut down", "Done!");
    east.awaitStreaming("2");
    assertThat(east.sql("select to_regclass('lost') is null")).isEqualTo("t");
    assertThat(east.sql("select count(*) from kept")).isEqualTo("1");
  }

  private Programs.Exit rewoundAsBefore15() throws Exception {
    Policy policy = PolicyFile.read(east.home().resolve("agent/agent.policy"));
    try (PostgresServer server =
        new PostgresServer(policy.postgres().orElseThrow(), policy.host(), policy.state())) {
      String source = server.remote("127.0.0.1", Integer.toString(west.port()), "dbname=postgres");
      return Programs.run(
          RewindCommand.words(server, source, 14, server.controlData().crashed()),
          Deadline.in(Duration.ofMinutes(1)));
    }
  }

  @Test
  void drillOpensItsCopyAndNotTheFolderThatTheConfigurationNames() throws Exception {
    west.awaitStreaming("1");

    west.does(DRILL_COPY, NONE);
    west.does(DRILL_PROMOTE, NONE);

    Path copy = west.home().resolve("data.drill");
    PostgresPair.Side scratch =
        new PostgresPair.Side("copy", copy, west.port() + 1, "", west.agent());
    assertThat(scratch.sql("show data_directory")).isEqualTo(copy + "/data");
    assertThat(scratch.sql("show config_file")).isEqualTo(etc(west) + "/postgresql.conf");
    assertThat(west.reads(POSTGRES_POSITION, NONE).result("receiver")).isEqualTo("streaming");
    west.does(DRILL_REMOVE, NONE);
  }

  @Test
  void agentThatIsNotToldWhereItIsSaysWhatToWrite() throws Exception {
    east.agent().restartWith(east.policy());

    TestCaller.Reply check = east.agent().read(POSTGRES_START_CHECK, NONE);

    assertThat(check.text("error"))
        .contains("write postgres.config=" + etc(east) + "/postgresql.conf into the policy");
  }

  @Test
  void anotherClustersConfigurationIsRefusedAndOpensNothing() throws Exception {
    configured(east, etc(west));

    TestCaller.Reply check = east.agent().read(POSTGRES_START_CHECK, NONE);

    assertThat(check.text("error"))
        .contains("that of another data folder, " + west.data(), "postgres.data is " + east.data());
  }

  interface Damage {
    void to(PostgresPair.Side side) throws Exception;
  }

  private static Arguments damage(String words, Damage damage) {
    return arguments(words, damage);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("syntax error", side -> add(side, "this is no line")),
        damage("unrecognized configuration parameter \"wal_levl\"", s -> add(s, "wal_levl = 1")),
        damage("invalid value for parameter \"port\"", side -> add(side, "port = many")),
        damage("could not open configuration file", side -> add(side, "include 'gone.conf'")),
        damage("Permission denied", side -> unreadable(etc(side).resolve("postgresql.conf"))),
        damage("that of another data folder", side -> add(side, "data_directory = '/tmp'")),
        damage("hba_file names", side -> Files.delete(etc(side).resolve("pg_hba.conf"))),
        damage(
            "invalid authentication method",
            side -> Files.writeString(etc(side).resolve("pg_hba.conf"), "local all all thrust\n")));
  }

  private static void add(PostgresPair.Side side, String line) throws IOException {
    Files.writeString(etc(side).resolve("conf.d/90-new.conf"), line + "\n");
  }

  private static void unreadable(Path file) throws IOException {
    FileOwner.give(file, Optional.of("root"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void damagedConfigurationIsSeenWhileTheServerRuns(String words, Damage damage) throws Exception {
    assertThat(east.reads(POSTGRES_START_CHECK, NONE).status()).isEqualTo(200);

    damage.to(east);
    TestCaller.Reply check = east.agent().read(POSTGRES_START_CHECK, NONE);

    assertThat(check.text("state")).as("%s", check.body()).isEqualTo("FAILED");
    assertThat(check.text("error")).contains(words);
    assertThat(east.reads(POSTGRES_POSITION, NONE).result("writable")).isEqualTo("true");
  }

  @Test
  void optionsGivenByHandAreNamedBecauseTheyWouldBeGone() throws Exception {
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    east.startByHand("-c config_file=%s/postgresql.conf -c work_mem=5MB".formatted(etc(east)));

    TestCaller.Reply check = east.agent().read(POSTGRES_START_CHECK, NONE);

    assertThat(check.text("error")).contains("it was started with -c work_mem=5MB");
  }
}
