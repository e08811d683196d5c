package dev.baton.lab.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL of one database host: reads it and does to it what accidents do. */
public final class LabPostgres {

  /** Where the programs are on hosts that have this machine's. */
  public static final String BIN = "/usr/lib/postgresql/15/bin/";

  /** The data folder, as the host sees it. */
  public static final String DATA = "/srv/postgresql/data";

  static final String DATABASE = "gocd";

  private static final List<String> AS_POSTGRES =
      List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups");

  private static final int PORT = 5432;

  private final LabHost host;
  private final String bin;
  private final String data;
  private final String socket;

  public LabPostgres(LabHost host) {
    this.host = host;
    this.bin = host.systemd() ? "/usr/lib/postgresql/%d/bin/".formatted(packaged()) : BIN;
    this.data = host.systemd() ? "/var/lib/postgresql/%d/main".formatted(packaged()) : DATA;
    this.socket = host.systemd() ? "/run/postgresql" : "/srv/postgresql";
  }

  /** The version that Debian's package has on a host that boots systemd. */
  private static int packaged() {
    return DebianRelease.ofHosts().postgres();
  }

  /** The unit of the cluster that Debian's package makes there. */
  public static String unit() {
    return "postgresql@%d-main.service".formatted(packaged());
  }

  /** One of the programs, as the host sees it. */
  public String program(String name) {
    return bin + name;
  }

  /** The data folder, as the host sees it. */
  public String data() {
    return data;
  }

  /** The socket it listens on, as this machine sees it; a path to nothing while it is down. */
  public Path socket() {
    String name = ".s.PGSQL." + PORT;
    return host.systemd()
        ? host.outside(socket + "/" + name)
        : host.folder().resolve("postgresql").resolve(name);
  }

  /**
   * A session as the superuser over that socket, talked to through its standard input and output.
   */
  public Process session() throws IOException {
    List<String> psql = new ArrayList<>(AS_POSTGRES);
    psql.addAll(List.of(program("psql"), "-XqAt", "-d", "postgres", "-h"));
    if (host.systemd()) {
      psql.add(socket);
      return host.open(psql);
    }
    // From this machine, so that it outlives what happens to the host.
    psql.add(host.folder().resolve("postgresql").toString());
    return new ProcessBuilder(psql).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The answer to a query as the superuser, columns parted by {@code |}, rows by line ends. */
  public String query(String sql) {
    return psql(DATABASE, sql);
  }

  /** Has something done as the superuser. */
  public void execute(String sql) {
    psql(DATABASE, sql);
  }

  public String psql(String database, String script) {
    return asPostgres(
        script, program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", socket, "-d", database);
  }

  /** Starts it with whatever role its files give it, and waits until it answers. */
  public void start() {
    if (host.systemd()) {
      host.run("systemctl", "start", unit());
    } else {
      startUnder(List.of());
    }
  }

  /** Starts it by a command that runs what follows it, {@code faketime} say. */
  public void startUnder(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.addAll(
        List.of(
            program("pg_ctl"),
            "-D",
            data,
            "-l",
            "/srv/postgresql/postgresql.log",
            "-s",
            "-w",
            "start"));
    asPostgres("", line.toArray(String[]::new));
  }

  /** Starts it without a look at whether it comes up. */
  public void startWithoutWaiting() {
    if (host.systemd()) {
      host.run("systemctl", "start", "--no-block", unit());
      return;
    }
    String log = "/srv/postgresql/postgresql.log";
    asPostgres("", program("pg_ctl"), "-D", data, "-l", log, "-s", "-W", "start");
  }

  public void stop() {
    if (host.systemd()) {
      host.run("systemctl", "stop", unit());
      return;
    }
    asPostgres("", program("pg_ctl"), "-D", data, "-s", "-w", "-m", "fast", "stop");
  }

  /** Kills all of it at once with SIGKILL: postmaster first, so that it cannot clean up. */
  public void kill() {
    host.run("sh", "-c", "kill -9 %s 2>/dev/null; true".formatted(String.join(" ", processes())));
  }

  /** Whether its first process is there; after a power failure its number may be another's. */
  public boolean running() {
    return host.succeeds(
        "sh",
        "-c",
        "grep -qx postgres /proc/$(head -n 1 %s/postmaster.pid)/comm 2>/dev/null".formatted(data));
  }

  /** Whether it takes connections. */
  public boolean answers() {
    return host.succeeds(program("pg_isready"), "-q", "-h", socket);
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
            "sh", "-c", "p=$(head -n 1 " + data + "/postmaster.pid); echo $p; pgrep -P $p || true");
    return found.lines().toList();
  }

  public String asPostgres(String input, String... command) {
    List<String> line = new ArrayList<>(AS_POSTGRES);
    line.addAll(List.of(command));
    return host.runWith(input, line.toArray(String[]::new));
  }
}
