package dev.baton.bench.switchover;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The baseline on a host of the lab: one resident process that does the least by signals and one
 * kept session, without log or proof. Its time is the limit that Baton is held against. Takes
 * commands as lines on standard input and answers each with a line. Nothing but the JDK and the
 * driver is there with it: of the lab it uses constants alone.
 */
public final class BaselineProcess {

  private static final String DATA = LabPostgres.DATA;

  private final Writer shell;
  private final String url;
  private final String password;
  private @Nullable Connection session;

  private BaselineProcess(String url, String password) throws IOException {
    // Signals by a shell that is there already cost no new process.
    this.shell = new ProcessBuilder("/bin/sh").start().outputWriter(UTF_8);
    this.url = url;
    this.password = password;
  }

  /** Runs until its input ends; the database's URL and password are in a file. */
  public static void main(String[] arguments) throws Exception {
    List<String> settings = Files.readAllLines(Path.of(arguments[0]));
    BaselineProcess baselineProcess = new BaselineProcess(settings.get(0), settings.get(1));
    var commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      long began = System.nanoTime();
      baselineProcess.obey(line.split(" ", -1));
      System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - began) / 1e6);
    }
  }

  private void obey(String[] words) throws Exception {
    switch (words[0]) {
      case "connect" -> connect();
      case "stop" -> stop();
      case "promote" -> promote();
      case "follow" -> follow(words[1]);
      case "rewind" -> rewind(words[1]);
      case "await-standby" ->
          await("select count(*) = 1 from pg_stat_replication" + " where state = 'streaming'");
      case "release" -> call("ip", "addr", "del", Layout.ADDRESS + "/24", "dev", "eth0");
      case "take" -> take();
      case "boot" -> call("/srv/go/bin/labgo", "start");
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private void connect() throws SQLException {
    session = DriverManager.getConnection(url, "gocd", password);
  }

  private void stop() throws IOException, InterruptedException {
    long postmaster = postmaster();
    signal("INT", postmaster);
    while (Files.exists(Path.of("/proc/" + postmaster))) {
      Thread.sleep(1);
    }
  }

  private void promote() throws Exception {
    Files.createFile(Path.of(DATA, "promote"));
    signal("USR1", postmaster());
    await("select not pg_is_in_recovery()");
  }

  private void await(String truth) throws SQLException, InterruptedException {
    if (session == null) {
      throw new IllegalStateException("not connected");
    }
    try (Statement statement = session.createStatement()) {
      while (true) {
        try (ResultSet row = statement.executeQuery(truth)) {
          if (row.next() && row.getBoolean(1)) {
            return;
          }
        }
        Thread.sleep(1);
      }
    }
  }

  private void rewind(String primary) throws IOException, InterruptedException {
    call(
        asPostgres(
            "pg_rewind", "-D", DATA, "--source-server=" + source(primary, "dbname=postgres")));
    follow(primary);
  }

  private void follow(String primary) throws IOException {
    String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    Files.writeString(
        Path.of(DATA, "postgresql.auto.conf"),
        "primary_conninfo = '%s'\nprimary_slot_name = '%s'\nrecovery_target_timeline = 'latest'\n"
            .formatted(source(primary, "application_name=" + name), name.replace('-', '_')),
        StandardOpenOption.APPEND);
    Files.writeString(Path.of(DATA, "standby.signal"), "");
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(List.of(asPostgres("postgres", "-D", DATA)));
    new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(Path.of("/srv/postgresql/postgresql.log").toFile()))
        .start()
        .getOutputStream()
        .close();
  }

  private static String source(String primary, String more) {
    return "host=%s port=5432 user=baton_replication passfile=/srv/postgresql/.pgpass %s"
        .formatted(primary, more);
  }

  private static String[] asPostgres(String program, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    words.add(LabPostgres.BIN + program);
    words.addAll(List.of(arguments));
    return words.toArray(String[]::new);
  }

  private void take() throws IOException, InterruptedException {
    call("ip", "addr", "add", Layout.ADDRESS + "/24", "dev", "eth0");
    new ProcessBuilder("arping", "-q", "-U", "-c", "3", "-I", "eth0", Layout.ADDRESS).start();
  }

  private void signal(String name, long pid) throws IOException {
    shell.write("kill -s %s %d\n".formatted(name, pid));
    shell.flush();
  }

  private static long postmaster() throws IOException {
    return Long.parseLong(Files.readAllLines(Path.of(DATA, "postmaster.pid")).getFirst());
  }

  private static void call(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + said);
    }
  }
}
