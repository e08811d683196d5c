package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL server of this host, running or not: its programs, process and sessions. */
final class PostgresServer implements AutoCloseable {

  private static final Duration SHORT = Duration.ofSeconds(10);

  private final Policy.PostgresPart policy;
  private final String host;
  private final Rewinding rewinding;
  private final PsqlSession session;
  private final PsqlSession watching;

  /**
   * @param state folder of the agent's own, which outlives a reboot
   */
  PostgresServer(Policy.PostgresPart policy, String host, Path state) {
    this.policy = policy;
    this.host = host;
    this.rewinding = new Rewinding(state);
    session = openSession();
    watching = openSession();
  }

  Policy.PostgresPart policy() {
    return policy;
  }

  /** Under this name it follows another server. */
  String host() {
    return host;
  }

  /** Whether its data folder is in the middle of a rewind. */
  Rewinding rewinding() {
    return rewinding;
  }

  Path data() {
    return policy.data();
  }

  /** For actions and reads. */
  PsqlSession session() {
    return session;
  }

  /** For observation alone, so that nothing it waits for holds up an action. */
  PsqlSession watching() {
    return watching;
  }

  /** One more, for a statement that takes long; the caller closes it. */
  PsqlSession openSession() {
    String connection =
        "host=%s port=%d dbname=postgres application_name=baton-agent options='-c %s -c %s'"
            .formatted(
                policy.socket(), policy.port(), "client_min_messages=error", "statement_timeout=0");
    return new PsqlSession(program("psql", "-XAtqw", connection));
  }

  Optional<Postmaster> postmaster() throws IOException {
    return Postmaster.of(data());
  }

  /**
   * @throws FailedException if there is no data folder to read
   */
  ControlData controlData() throws IOException, FailedException, InterruptedException {
    Programs.Outcome outcome =
        Programs.run(program("pg_controldata", data().toString()), Deadline.in(SHORT));
    if (!outcome.succeeded()) {
      throw new FailedException("pg_controldata: " + outcome.lastLines(1));
    }
    return ControlData.parse(outcome.output());
  }

  /** Whether there is a database in its folder at all. */
  boolean hasData() {
    return Files.exists(data().resolve("global/pg_control"));
  }

  boolean standbySignal() {
    return Files.exists(data().resolve("standby.signal"));
  }

  /** The words that run one of PostgreSQL's programs as its user. */
  List<String> program(String name, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(policy.bin().resolve(name).toString());
    words.addAll(Arrays.asList(arguments));
    return Programs.as(Optional.of(policy.user()), words);
  }

  /** How the replication role of this host reaches another server. */
  String remote(String remoteHost, String port, String more) throws FailedException {
    if (!remoteHost.matches("[A-Za-z0-9.:_-]{1,253}") || !port.matches("[0-9]{1,5}")) {
      throw new FailedException("'%s:%s' is not a host and port".formatted(remoteHost, port));
    }
    return "host=%s port=%s user=%s passfile='%s' connect_timeout=5 %s"
        .formatted(remoteHost, port, policy.replicationUser(), policy.passfile(), more)
        .strip();
  }

  /** Text as a literal of PostgreSQL. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() {
    session.close();
    watching.close();
  }
}
