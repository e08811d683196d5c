package dev.baton.agent;

import static dev.baton.protocol.ActionType.POSTGRES_CHECKPOINT;
import static dev.baton.protocol.ActionType.POSTGRES_FOLLOW;
import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static dev.baton.protocol.ActionType.POSTGRES_PROMOTE;
import static dev.baton.protocol.ActionType.POSTGRES_SIZE;
import static dev.baton.protocol.ActionType.POSTGRES_SLOT;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.agent.os.Accounts;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FileOwner;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.ActionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Two PostgreSQL servers on loopback, each with a real agent: east is primary, west follows it. */
public final class PostgresPair {

  public static final Path BIN = Path.of("/usr/lib/postgresql/15/bin");

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final String USER = ROOT ? "postgres" : System.getProperty("user.name");

  public final Side east;
  public final Side west;
  private final Path folder;

  /** One server and its agent. */
  public record Side(String host, Path home, int port, String policy, TestAgent agent) {

    /** Has the agent do it, and expects success. */
    @CanIgnoreReturnValue
    public TestCaller.Reply does(ActionType type, Map<String, String> params) throws Exception {
      TestCaller.Reply reply = agent.perform(type, params);
      assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("SUCCEEDED");
      return reply;
    }

    public TestCaller.Reply reads(ActionType type, Map<String, String> params) throws Exception {
      TestCaller.Reply reply = agent.read(type, params);
      assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("SUCCEEDED");
      return reply;
    }

    /** Waits until it streams on that timeline. */
    public void awaitStreaming(String timeline) {
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            TestCaller.Reply position = reads(POSTGRES_POSITION, Map.of());
            return position.result("receiver").equals("streaming")
                && position.result("receiverTimeline").equals(timeline);
          });
    }

    /** Waits until it has replayed all that the other has written so far. */
    public void awaitReplayOf(Side leader) throws Exception {
      String lsn = leader.sql("select pg_current_wal_lsn()");
      String replayed = "select pg_last_wal_replay_lsn() >= '%s'".formatted(lsn);
      await().atMost(Duration.ofSeconds(20)).until(() -> sql(replayed).equals("t"));
    }

    /** The slot by which it follows the other. */
    public String slot() {
      return host.replace('-', '_');
    }

    public Path data() {
      return home.resolve("data");
    }

    public Map<String, String> at() {
      return Map.of("host", "127.0.0.1", "port", Integer.toString(port));
    }

    /** What a copy of it is asked for with. */
    public Map<String, String> copied() throws Exception {
      Map<String, String> params = new HashMap<>(at());
      params.put("bytes", reads(POSTGRES_SIZE, Map.of()).result("bytes"));
      return params;
    }

    /** Starts it as somebody with a shell would, with these options. */
    public void startByHand(String options) throws Exception {
      String log = home.resolve("postgresql.log").toString();
      String control = BIN.resolve("pg_ctl").toString();
      PostgresPair.run(control, "-D", data().toString(), "-l", log, "-o", options, "-w", "start");
    }

    @CanIgnoreReturnValue
    public String sql(String sql) throws Exception {
      return PostgresPair.run(
          BIN.resolve("psql").toString(),
          "-XAtqw",
          "-h",
          home.toString(),
          "-p",
          Integer.toString(port),
          "-d",
          "postgres",
          "-c",
          sql);
    }
  }

  /** Whether this machine can hold such a pair. */
  static boolean possible() {
    DebianPackages.install("postgresql-15", BIN.resolve("postgres"));
    return Files.isExecutable(BIN.resolve("postgres"))
        && (!ROOT || Accounts.primaryGroup(USER).isPresent());
  }

  /**
   * @param template from {@link #template}
   */
  PostgresPair(Path template) throws Exception {
    folder = openTempDirectory();
    TestCertificates authority = new TestCertificates(folder.resolve("certificates"));
    east = side("east-db", authority);
    west = side("west-db", authority);
    copy(template, east.data());
    copy(template, west.data());
    configure(east);
    configure(west);
    east.does(POSTGRES_START, Map.of("role", "primary"));
    east.sql(
        """
        create role replicator replication login;
        grant execute on function pg_ls_dir(text, boolean, boolean),
          pg_stat_file(text, boolean), pg_read_binary_file(text),
          pg_read_binary_file(text, bigint, bigint, boolean) to replicator\
        """);
    follow(west, east);
  }

  /** Makes one follow the other, as the control plane would: slot first. */
  public void follow(Side follower, Side leader) throws Exception {
    leader.does(POSTGRES_SLOT, Map.of("slot", follower.slot()));
    follower.does(POSTGRES_FOLLOW, following(follower, leader));
  }

  /** What the one is asked with to follow the other. */
  public static Map<String, String> following(Side follower, Side leader) {
    Map<String, String> params = new HashMap<>(leader.at());
    params.put("slot", follower.slot());
    params.put("stale", leader.slot());
    return params;
  }

  /** West is promoted, east writes on and crashes; answers where they parted. */
  @CanIgnoreReturnValue
  public String part(String... writes) throws Exception {
    String fork = east.reads(POSTGRES_POSITION, Map.of()).result("writeLsn");
    west.does(POSTGRES_PROMOTE, Map.of());
    west.does(POSTGRES_CHECKPOINT, Map.of());
    for (String sql : writes) {
      east.sql(sql);
    }
    east.does(POSTGRES_STOP, Map.of("mode", "immediate"));
    return fork;
  }

  private Side side(String host, TestCertificates authority) throws Exception {
    Path home = Files.createDirectories(folder.resolve(host));
    FileOwner.give(home, Optional.of(USER));
    int port = TestPorts.free();
    Path passfile = Files.writeString(home.resolve("pgpass"), "");
    String policy =
        """
        postgres.data=%1$s/data
        postgres.bin=%2$s
        postgres.user=%3$s
        postgres.port=%4$d
        postgres.socket=%1$s
        postgres.log=%1$s/postgresql.log
        postgres.replication.user=replicator
        postgres.replication.options=tcp_user_timeout=60000 options='-c geqo=off'
        postgres.passfile=%5$s
        postgres.slots.carry=barman
        """
            .formatted(home, BIN, USER, port, passfile);
    return new Side(
        host, home, port, policy, new TestAgent(home.resolve("agent"), authority, host, policy));
  }

  /**
   * An empty server that ran once, as initdb's own log cannot be followed; pairs are made of it.
   */
  static Path template() throws Exception {
    Path folder = openTempDirectory();
    String data = folder.resolve("data").toString();
    String initdb = BIN.resolve("initdb").toString();
    run(initdb, "-D", data, "-A", "trust", "--no-sync", "-U", USER, "--wal-segsize=1");
    String control = BIN.resolve("pg_ctl").toString();
    String options = "-c listen_addresses= -c unix_socket_directories=" + folder;
    run(control, "-D", data, "-l", folder + "/log", "-o", options, "-w", "start");
    run(control, "-D", data, "-m", "fast", "-w", "stop");
    return folder.resolve("data");
  }

  private static Path openTempDirectory() throws IOException {
    Path folder = Files.createTempDirectory("baton-pg");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    FileOwner.give(folder, Optional.of(USER));
    return folder;
  }

  public static void copy(Path from, Path to) throws Exception {
    run("/bin/cp", "-a", from.toString(), to.toString());
  }

  private static void configure(Side side) throws Exception {
    Files.writeString(
        side.data().resolve("postgresql.conf"),
        """
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = '%s'
        wal_log_hints = on
        wal_keep_size = 64MB
        fsync = off
        shared_buffers = 16MB
        """
            .formatted(side.port(), side.home()));
  }

  /** What a program that runs as its user prints; it must end with 0. */
  @CanIgnoreReturnValue
  public static String run(String... words) throws Exception {
    Programs.Exit outcome =
        Programs.run(
            Programs.as(Optional.of(USER), List.of(words)), Deadline.in(Duration.ofSeconds(60)));
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome.output().strip();
  }

  /** Stops both servers and agents, and leaves nothing. */
  void remove() throws Exception {
    for (Side side : List.of(east, west)) {
      TestCaller.Reply ended = side.agent().perform(POSTGRES_STOP, Map.of("mode", "immediate"));
      assertThat(ended.status()).isEqualTo(200);
      side.agent().close();
    }
    delete(folder);
  }

  public static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
