package dev.baton.lab;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL of one database host: reads it and does to it what accidents do. */
public final class PostgresServer {

  static final String BIN = "/usr/lib/postgresql/15/bin/";
  static final String DATA = "/srv/postgresql/data";
  static final String DATABASE = "gocd";

  private final LabHost host;

  PostgresServer(LabHost host) {
    this.host = host;
  }

  /** The answer to a query as the superuser, columns parted by {@code |}, rows by line ends. */
  public String query(String sql) {
    return psql(DATABASE, sql);
  }

  /** Has something done as the superuser. */
  public void execute(String sql) {
    psql(DATABASE, sql);
  }

  @CanIgnoreReturnValue
  String psql(String database, String script) {
    return asPostgres(
        script,
        BIN + "psql",
        "-XqAt",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        "/srv/postgresql",
        "-d",
        database);
  }

  /** Starts it with whatever role its files give it, and waits until it answers. */
  public void start() {
    startUnder(List.of());
  }

  /** The same, by a command that runs what follows it, {@code faketime} say. */
  public void startUnder(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.addAll(
        List.of(
            BIN + "pg_ctl",
            "-D",
            DATA,
            "-l",
            "/srv/postgresql/postgresql.log",
            "-s",
            "-w",
            "start"));
    asPostgres("", line.toArray(String[]::new));
  }

  /** The same without a look at whether it comes up. */
  public void startWithoutWaiting() {
    String log = "/srv/postgresql/postgresql.log";
    asPostgres("", BIN + "pg_ctl", "-D", DATA, "-l", log, "-s", "-W", "start");
  }

  public void stop() {
    asPostgres("", BIN + "pg_ctl", "-D", DATA, "-s", "-w", "-m", "fast", "stop");
  }

  /** Kills all of it at once with SIGKILL: postmaster first, so that it cannot clean up. */
  public void kill() {
    host.run("sh", "-c", "kill -9 %s 2>/dev/null; true".formatted(String.join(" ", processes())));
  }

  /** Whether its first process is there. */
  public boolean running() {
    return host.succeeds(
        "sh", "-c", "kill -0 $(head -n 1 " + DATA + "/postmaster.pid) 2>/dev/null");
  }

  /** Whether it takes connections. */
  boolean answers() {
    return host.succeeds(BIN + "pg_isready", "-q", "-h", "/srv/postgresql");
  }

  /** Sends a signal to the postmaster. */
  public void signal(String signal) {
    host.signal(Long.parseLong(processes().getFirst()), signal);
  }

  /** Sends a signal to those of its processes whose title holds the word, {@code walsender} say. */
  public void signalOnly(String word, String signal) {
    host.run("pkill", "-" + signal, "-u", "postgres", "-f", "^postgres: .*" + word);
  }

  /** Numbers as the host counts, the postmaster's first. */
  private List<String> processes() {
    String found =
        host.run(
            "sh", "-c", "p=$(head -n 1 " + DATA + "/postmaster.pid); echo $p; pgrep -P $p || true");
    return found.lines().toList();
  }

  @CanIgnoreReturnValue
  String asPostgres(String input, String... command) {
    List<String> line =
        new ArrayList<>(
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    line.addAll(List.of(command));
    return host.runWith(input, line.toArray(String[]::new));
  }
}
