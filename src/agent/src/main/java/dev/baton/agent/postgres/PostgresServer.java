package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ForeignPathException;
import dev.baton.agent.os.ProcessStat;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The PostgreSQL server of this host, running or not: its programs, process and sessions. */
public final class PostgresServer implements AutoCloseable {

  static final String STANDBY_SIGNAL = "standby.signal";

  /** Of its data folder, what actions write and quote. */
  public static final List<String> WRITTEN_FILES =
      List.of(AutoConfiguration.FILE, STANDBY_SIGNAL, "recovery.signal");

  private static final Duration SHORT = Duration.ofSeconds(10);

  private final Policy.PostgresPart policy;
  private final String host;
  private final Optional<SystemdUnit> unit;
  private final RewindMarker rewindMarker;
  private final KeptSetting retryInterval;
  private final AtomicReference<String> source = new AtomicReference<>("");
  private final PsqlSession session;
  private final PsqlSession watching;

  /**
   * @param state folder of the agent's own, which outlives a reboot
   */
  public PostgresServer(Policy.PostgresPart policy, String host, Path state) {
    this.policy = policy;
    this.host = host;
    this.unit = policy.unit().map(SystemdUnit::new);
    this.rewindMarker = new RewindMarker(state);
    this.retryInterval = new KeptSetting(state, "wal_retrieve_retry_interval");
    session = openSession();
    watching = openSession();
  }

  public Policy.PostgresPart policy() {
    return policy;
  }

  /** Under this name it follows another server. */
  String host() {
    return host;
  }

  /** The service of systemd that it is; empty where the agent starts and stops its process. */
  public Optional<SystemdUnit> unit() {
    return unit;
  }

  /** Whether its data folder is in the middle of a rewind. */
  RewindMarker rewindMarker() {
    return rewindMarker;
  }

  /** How to connect to the server it was last asked to reach; empty when it was not asked yet. */
  AtomicReference<String> source() {
    return source;
  }

  /** How soon its standby's receiver tries again. */
  KeptSetting retryInterval() {
    return retryInterval;
  }

  public Path data() {
    return policy.data();
  }

  /** The account it runs as, and whose folders these are. */
  public Optional<String> account() {
    return Optional.of(policy.user());
  }

  /** To work in its data folder. */
  ServiceFolder dataFolder() throws ForeignPathException, IOException {
    return ServiceFolder.of(data(), account());
  }

  /** To work beside its data folder, where copies of it are kept. */
  ServiceFolder besideData() throws ForeignPathException, IOException {
    return ServiceFolder.holding(data(), account());
  }

  /** For actions and reads. */
  public PsqlSession session() {
    return session;
  }

  /** For observation alone, so that nothing it waits for holds up an action. */
  PsqlSession watching() {
    return watching;
  }

  /** One more, for a statement that takes long; the caller closes it. */
  public PsqlSession openSession() {
    return openSession("postgres");
  }

  /** As {@link #openSession()}, in another database of it. */
  public PsqlSession openSession(String database) {
    String connection =
        "host=%s port=%d dbname='%s' application_name=baton-agent options='-c %s -c %s -c %s'"
            .formatted(
                policy.socket(),
                policy.port(),
                database.replaceAll("(['\\\\])", "\\\\$1"),
                "client_min_messages=error",
                "statement_timeout=0",
                "lc_messages=C");
    return new PsqlSession(program("psql", "-XAtqw", connection), data());
  }

  public Optional<Postmaster> postmaster() throws IOException {
    return Postmaster.of(data());
  }

  /**
   * What pg_controldata reads from the data folder, of a running server too.
   *
   * @throws FailedException if there is no data folder to read, or one of another major version
   */
  public ControlData controlData() throws IOException, FailedException, InterruptedException {
    Programs.Exit outcome =
        Programs.run(program("pg_controldata", data().toString()), Deadline.in(SHORT));
    if (outcome.output().contains(ControlData.DOUBTED)) {
      MajorVersion.requireThatOfData(this, Deadline.in(SHORT));
    }
    if (!outcome.succeeded()) {
      throw new FailedException("pg_controldata: " + outcome.lastLines(1));
    }
    return ControlData.parse(outcome.output());
  }

  /** Whether there is a database in its folder at all. */
  boolean hasData() {
    return Files.exists(data().resolve("global/pg_control"));
  }

  public boolean standbySignal() {
    return Files.exists(data().resolve(STANDBY_SIGNAL));
  }

  /** Whether a base backup into that folder is under way. */
  public boolean copiesInto(Path folder) {
    return ProcessStat.anyWith("pg_basebackup", " -D " + folder + " ");
  }

  /** Its configuration file; empty when that is in the data folder. */
  public Optional<Path> configFile() {
    return policy
        .config()
        .map(path -> Files.isDirectory(path) ? path.resolve("postgresql.conf") : path);
  }

  /**
   * The words that start it. The folder stands above any {@code data_directory} of a file: a
   * configuration that was copied from elsewhere must not open a folder that is not meant.
   */
  List<String> command() {
    List<String> words = new ArrayList<>(List.of(policy.bin().resolve("postgres").toString()));
    words.addAll(places());
    words.addAll(List.of("-c", "data_directory=" + data()));
    return words;
  }

  /** The options that say where its data and configuration are. */
  List<String> places() {
    List<String> options = new ArrayList<>(List.of("-D", data().toString()));
    configFile().ifPresent(file -> options.addAll(List.of("-c", "config_file=" + file)));
    return options;
  }

  /** The words that run one of PostgreSQL's programs as its user. */
  public List<String> program(String name, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(policy.bin().resolve(name).toString());
    words.addAll(Arrays.asList(arguments));
    return Programs.as(Optional.of(policy.user()), words);
  }

  /**
   * Starts a server of its account in a session of its own, with what it says added to a log. The
   * log is opened by the account: it may lie in a folder where the account puts links.
   */
  public Process launch(List<String> program, Path log) throws ForeignPathException, IOException {
    List<String> words = new ArrayList<>(List.of("/usr/bin/setsid"));
    words.addAll(
        ServiceFolder.holding(log, account()).logging(String.valueOf(log.getFileName()), program));
    Process process = Programs.start(words, ProcessBuilder.Redirect.PIPE);
    process.getOutputStream().close();
    return process;
  }

  /** What an ended start said before it had its log; mostly nothing. */
  public static String firstWords(Process ended) throws IOException {
    return new String(ended.getInputStream().readNBytes(1000), StandardCharsets.UTF_8);
  }

  /** How the replication role of this host reaches another server. */
  String remote(String remoteHost, String port, String more) throws FailedException {
    if (!remoteHost.matches("[A-Za-z0-9.:_-]{1,253}") || !port.matches("[0-9]{1,5}")) {
      throw new FailedException("'%s:%s' is not a host and port".formatted(remoteHost, port));
    }
    String whom =
        "host=%s port=%s user=%s passfile='%s' connect_timeout=5"
            .formatted(remoteHost, port, policy.replicationUser(), policy.passfile());
    // The last one of a keyword counts: what is ours to say stands behind the policy's options.
    return Stream.of(whom, policy.replicationOptions(), more)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Text as a literal of PostgreSQL. */
  public static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() {
    session.close();
    watching.close();
  }
}
