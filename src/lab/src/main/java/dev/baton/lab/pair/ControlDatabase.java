package dev.baton.lab.pair;

import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPostgres;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The control plane's own PostgreSQL, to share it and to take it away. */
public final class ControlDatabase {

  private final LabHost host;

  public ControlDatabase(LabHost host) {
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
  public String query(String sql) {
    return host.run(
        "env",
        "PGPASSWORD=" + secret("runtime"),
        LabPostgres.BIN + "psql",
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

  /** Takes a backup of it, while its control plane is down. */
  public void keep() {
    host.run("rm", "-rf", "/srv/kept-database");
    host.run("cp", "-a", "/srv/data/database", "/srv/kept-database");
  }

  /** Brings the backup back in its place, while its control plane is down. */
  public void restore() {
    host.run("rm", "-rf", "/srv/data/database");
    host.run("cp", "-a", "/srv/kept-database", "/srv/data/database");
  }

  /**
   * Freezes the server and ends its sessions: one that is merely stopped would be started again by
   * the control plane.
   */
  public void takeAway() {
    host.run("kill", "-STOP", process());
    host.run("pkill", "-KILL", "-P", process());
  }

  /** Lets it find its sessions gone, and recover. */
  public void giveBack() {
    host.run("kill", "-CONT", process());
  }

  private String process() {
    return LabFiles.lines(data().resolve("database/postmaster.pid")).getFirst().strip();
  }

  private Path data() {
    return host.folder().resolve("data");
  }
}
