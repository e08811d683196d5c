package dev.baton.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** One PostgreSQL server in one folder: made, started, stopped. Reached by loopback only. */
final class PostgresServer {

  static final String SUPERUSER = "postgres";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int TRIES = 5;

  /** On the command line nothing in the folder can undo them. Durable: an acknowledged event is. */
  private static final String SETTINGS =
      String.join(
          " ",
          "-c listen_addresses=127.0.0.1",
          "-c unix_socket_directories=''",
          "-c fsync=on -c synchronous_commit=on -c full_page_writes=on",
          "-c shared_buffers=64MB -c max_connections=100 -c timezone=UTC",
          "-c log_timezone=UTC -c log_checkpoints=off -c log_line_prefix='%m [%p] '");

  private final OsUser user;
  private final Path folder;
  private final Command command;

  PostgresServer(OsUser user, Path binaries, Path folder) {
    this.user = user;
    this.folder = folder;
    this.command = new Command(user, binaries);
  }

  boolean exists() {
    return Files.exists(folder.resolve("PG_VERSION"));
  }

  /** Makes an empty cluster; a folder of that name is either whole or not there. */
  void create(String superuserPassword) throws IOException, InterruptedException {
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    Binaries.delete(fresh);
    Files.createDirectory(fresh);
    user.own(fresh);
    Path passwordFile = folder.resolveSibling("initdb.password");
    SecretFile.write(passwordFile, superuserPassword);
    try {
      user.own(passwordFile);
      must(
          "create its database",
          command.run(
              LIMIT,
              "initdb",
              "--pgdata=" + fresh,
              "--username=" + SUPERUSER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--no-locale"));
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Starts the server; when it returns, it takes connections.
   *
   * @return the port it listens on
   */
  int start() throws IOException, InterruptedException {
    Command.Ended ended = new Command.Ended(false, "");
    for (int attempt = 0; attempt < TRIES; attempt++) {
      int port = FreePort.find();
      ended =
          command.run(
              LIMIT,
              "pg_ctl",
              "start",
              "--wait",
              "--timeout=" + LIMIT.toSeconds(),
              "--pgdata=" + folder,
              "--log=" + log(),
              "--options=-p " + port + " " + SETTINGS);
      if (ended.well()) {
        return port;
      }
      if (!portWasTaken()) {
        break;
      }
    }
    must("start; its log is " + log(), ended);
    throw new IllegalStateException("a start that did not end well must have been refused");
  }

  /** Ends what a former run left running in this folder, so that nothing of it lingers. */
  void stopOrphan() throws IOException, InterruptedException {
    OptionalLong process = recordedProcess();
    if (process.isEmpty()) {
      return;
    }
    if (isServerOfThisFolder(process.getAsLong())) {
      must("be stopped", stop("fast", LIMIT));
    } else {
      Files.deleteIfExists(pidFile());
    }
  }

  /** Lets open connections end first; cuts them after ten seconds. Safe to repeat. */
  void stop() throws IOException, InterruptedException {
    if (!Files.exists(pidFile()) || stop("smart", Duration.ofSeconds(10)).well()) {
      return;
    }
    must("be stopped", stop("fast", LIMIT));
  }

  /** As a crash would: for a database that nobody starts again. */
  void stopAtOnce() throws IOException, InterruptedException {
    if (Files.exists(pidFile())) {
      must("be stopped", stop("immediate", LIMIT));
    }
  }

  private Command.Ended stop(String mode, Duration limit) throws IOException, InterruptedException {
    return command.run(
        limit.plusSeconds(5),
        "pg_ctl",
        "stop",
        "--wait",
        "--mode=" + mode,
        "--timeout=" + limit.toSeconds(),
        "--pgdata=" + folder);
  }

  private OptionalLong recordedProcess() throws IOException {
    if (!Files.exists(pidFile())) {
      return OptionalLong.empty();
    }
    List<String> lines = Files.readAllLines(pidFile());
    return lines.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(lines.getFirst().strip()));
  }

  /** A number alone proves nothing after a reboot; a server stands in its own folder. */
  private boolean isServerOfThisFolder(long process) {
    try {
      return Files.isSameFile(Path.of("/proc", Long.toString(process), "cwd"), folder);
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean portWasTaken() throws IOException {
    return Files.exists(log()) && Files.readString(log()).contains("Address already in use");
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  private Path pidFile() {
    return folder.resolve("postmaster.pid");
  }

  private void must(String what, Command.Ended ended) {
    if (!ended.well()) {
      throw DatabaseException.failed(
          "the embedded PostgreSQL in %s could not %s: %s"
              .formatted(folder, what, ended.lastWords()));
    }
  }
}
