package dev.baton.lab;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The control plane's own PostgreSQL, to share it and to take it away. */
final class ControlDatabase {

  private static final String FOLDER = "/srv/data/database";

  private final LabHost host;

  ControlDatabase(LabHost host) {
    this.host = host;
  }

  /** What another control plane needs to use it too, as {@code NAME=VALUE}. */
  List<String> settings() {
    return List.of(
        "BATON_DATABASE_URL=jdbc:postgresql://127.0.0.1:%s/baton".formatted(port()),
        "BATON_DATABASE_USER=baton",
        "BATON_DATABASE_PASSWORD=" + secret("runtime"),
        "BATON_DATABASE_OWNER=baton_owner",
        "BATON_DATABASE_OWNER_PASSWORD=" + secret("owner"));
  }

  /** The answer to a query, columns parted by {@code |}, rows by line ends. */
  String query(String sql) {
    return host.run(
        "env",
        "PGPASSWORD=" + secret("runtime"),
        PostgresServer.BIN + "psql",
        "-XqAt",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        "127.0.0.1",
        "-p",
        port(),
        "-U",
        "baton",
        "-d",
        "baton",
        "-c",
        sql);
  }

  private String port() {
    // The fourth line of it, says PostgreSQL's manual.
    return LabFiles.lines(data().resolve("database/postmaster.pid")).get(3);
  }

  private String secret(String role) {
    Properties secrets = new Properties();
    try (Reader reader = Files.newBufferedReader(data().resolve("database.secrets"))) {
      secrets.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return secrets.getProperty(role);
  }

  void stop() {
    control("stop", "-m", "fast");
  }

  /** Starts it with the settings it had. */
  void start() {
    control("restart", "-l", FOLDER + "/server.log");
  }

  @CanIgnoreReturnValue
  private String control(String command, String... options) {
    return host.run(
        "sh",
        "-c",
        "exec runuser -u nobody -- /srv/data/postgresql-*/bin/pg_ctl -D %s -s -w %s %s"
            .formatted(FOLDER, command, String.join(" ", options)));
  }

  private Path data() {
    return host.folder().resolve("data");
  }
}
