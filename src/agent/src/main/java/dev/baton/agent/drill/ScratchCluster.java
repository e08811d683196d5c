package dev.baton.agent.drill;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.os.Signals;
import dev.baton.agent.os.Tail;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.postgres.ConfigurationFiles;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.Postmaster;
import dev.baton.agent.postgres.PsqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A copy of this host's database that is promoted, tried and removed: its folder and its server. A
 * marker in the folder says that an agent made it; without one nothing is ever removed.
 */
final class ScratchCluster {

  private static final String MARKER = "baton-drill";
  private static final int SOCKET_PATH = 107; // unix(7): sun_path holds 108 bytes with its end

  private final PostgresServer production;
  private final Policy.DrillPart policy;

  ScratchCluster(PostgresServer production) {
    this.production = production;
    this.policy = production.policy().drill();
  }

  Path root() {
    return policy.folder();
  }

  Path data() {
    return root().resolve("data");
  }

  Path tablespaces() {
    return root().resolve("tablespaces");
  }

  private Path log() {
    return root().resolve("postgresql.log");
  }

  int port() {
    return policy.port();
  }

  /** Where an application reaches it; empty when only this host can. */
  String address() {
    return policy.listen().orElse("");
  }

  boolean exists() {
    return Files.exists(root(), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether an agent made it; one that is empty is what a removal cut short leaves. */
  boolean ours() throws IOException {
    if (!Files.isDirectory(root(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> all = Files.list(root())) {
      return Files.exists(root().resolve(MARKER)) || all.findAny().isEmpty();
    }
  }

  Optional<Postmaster> postmaster() throws IOException {
    return Postmaster.of(data());
  }

  /** A session on its own socket; the caller closes it. */
  PsqlSession session() {
    String connection =
        "host=%s port=%d dbname=postgres application_name=baton-drill options='-c %s -c %s'"
            .formatted(root(), port(), "client_min_messages=error", "statement_timeout=0");
    return new PsqlSession(production.program("psql", "-XAtqw", connection), data());
  }

  /**
   * Starts its server; what is on the command line stands above every file, and the places above
   * all: the configuration it takes from production may name production's data folder.
   */
  Process launch(Deadline deadline) throws FailedException, IOException, InterruptedException {
    ConfigurationFiles files = ConfigurationFiles.of(production.session(), deadline.left());
    List<String> words =
        new ArrayList<>(
            List.of(
                production.policy().bin().resolve("postgres").toString(), "-D", data().toString()));
    Map<String, String> settings = files.of(production.data(), data());
    settings.putAll(harmless());
    settings.forEach((name, value) -> {
      words.add("-c");
      words.add(name + "=" + value);
    });
    return production.launch(words, log());
  }

  /** The end of what its server said, for a sentence. */
  String lastWords() throws IOException, InterruptedException {
    return Tail.lines(log(), production.account(), 3);
  }

  /** What keeps it from reaching production, the archive, other servers and much memory. */
  Map<String, String> harmless() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("port", Integer.toString(port()));
    settings.put("listen_addresses", address());
    settings.put("unix_socket_directories", root().toString());
    settings.put("external_pid_file", "");
    settings.put("cluster_name", "baton-drill");
    settings.put("primary_conninfo", "");
    settings.put("primary_slot_name", "");
    settings.put("restore_command", "");
    settings.put("archive_cleanup_command", "");
    settings.put("recovery_end_command", "");
    settings.put("recovery_min_apply_delay", "0");
    settings.put("archive_mode", "off");
    settings.put("synchronous_standby_names", "");
    settings.put("max_logical_replication_workers", "0");
    settings.put("shared_preload_libraries", "");
    settings.put("shared_buffers", "32MB");
    settings.put("huge_pages", "off");
    settings.put("hot_standby", "on");
    settings.put("default_transaction_read_only", "off");
    settings.put("wal_retrieve_retry_interval", "100ms");
    settings.put("logging_collector", "off");
    settings.put("log_destination", "stderr");
    return settings;
  }

  /**
   * Makes the empty folder.
   *
   * @throws FailedException if it could not hold a copy, or is not ours to use
   */
  void create() throws FailedException, IOException, InterruptedException {
    Path data = production.data().toAbsolutePath().normalize();
    Path root = root().toAbsolutePath().normalize();
    if (root.startsWith(data) || data.startsWith(root)) {
      throw new FailedException(
          "the drill's folder %s and the data folder %s must lie side by side"
              .formatted(root, data));
    }
    if (root.toString().length() + "/.s.PGSQL.65535".length() > SOCKET_PATH) {
      throw new FailedException(
          "%s is too long a path for a socket; name a shorter postgres.drill.folder"
              .formatted(root));
    }
    requireOurs();
    if (!exists()) {
      ServiceFolder.holding(root, production.account())
          .makeFolder(String.valueOf(root.getFileName()), "700");
    }
    ServiceFolder.of(root, production.account())
        .create(MARKER, "made by baton-agent for a drill; goes with it\n");
  }

  private void requireOurs() throws FailedException, IOException {
    if (exists() && !ours()) {
      throw new FailedException(
          "%s is there and no agent made it: it is left alone; move it away, or name another postgres.drill.folder"
              .formatted(root()));
    }
  }

  /** Ends its server at once and deletes all of it; what is gone already is success. */
  void remove(Deadline deadline) throws FailedException, IOException, InterruptedException {
    if (!exists()) {
      return;
    }
    requireOurs();
    Optional<Postmaster> running = postmaster();
    if (running.isPresent()) {
      Signals.send("QUIT", running.get().pid(), production.account());
      if (!Poll.until(() -> !running.get().alive(), deadline)) {
        throw new FailedException(
            "its PostgreSQL (pid %d) does not end".formatted(running.get().pid()));
      }
    }
    // The marker goes last: a removal cut short can be gone on with.
    ServiceFolder.of(root(), production.account()).clear(MARKER, deadline);
    ServiceFolder.remove(root(), production.account(), deadline);
  }
}
