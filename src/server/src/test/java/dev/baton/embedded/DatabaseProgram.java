package dev.baton.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of its own that holds the database of a folder, and what can be asked of that. */
final class DatabaseProgram {

  private final DataFolder data;
  private final Process process;
  private String url = "";

  private DatabaseProgram(DataFolder data, Process process) {
    this.data = data;
    this.process = process;
  }

  /** Starts it, with these settings in its environment beside our own, and does not wait. */
  static DatabaseProgram launch(DataFolder data, Map<String, String> environment)
      throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            DatabaseHolder.class.getName(),
            data.path().toString());
    builder.environment().putAll(environment);
    return new DatabaseProgram(data, builder.start());
  }

  /** Starts it and waits until the database is there. */
  static DatabaseProgram start(DataFolder data, Map<String, String> environment)
      throws IOException {
    DatabaseProgram program = launch(data, environment);
    String first = program.process.inputReader(UTF_8).readLine();
    if (first == null) {
      throw new IOException(program.complaint());
    }
    program.url = first;
    return program;
  }

  static DatabaseProgram start(DataFolder data) throws IOException {
    return start(data, Map.of());
  }

  Process process() {
    return process;
  }

  String url() {
    return url;
  }

  String complaint() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), UTF_8);
  }

  boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(60, TimeUnit.SECONDS);
  }

  /** The first process of the server, as it says itself. */
  ProcessHandle postmaster() throws IOException {
    String first =
        Files.readString(data.database().resolve("postmaster.pid"))
            .lines()
            .findFirst()
            .orElseThrow();
    return ProcessHandle.of(Long.parseLong(first.strip())).orElseThrow();
  }

  Connection connect() throws SQLException, IOException {
    return DriverManager.getConnection(
        url, DatabaseRoles.OWNER, DatabasePasswords.read(data.secrets()).owner());
  }

  void execute(String sql) throws SQLException, IOException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The one value that the query gives. */
  String ask(String sql) throws SQLException, IOException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      if (!result.next()) {
        throw new SQLException("no row: " + sql);
      }
      return result.getString(1);
    }
  }
}
