package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * One PostgreSQL server in one folder: made, started, stopped. Reached by loopback only, and only
 * with a password.
 */
final class EmbeddedPostgres {

  static final String SUPERUSER = "postgres";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int TRIES = 5;
  private static final String LOG = "server.log";
  private static final String START = "start; its log is " + LOG;

  /** On the command line nothing in the folder can undo them. Durable: an acknowledged event is. */
  private static final String SETTINGS =
      String.join(
          " ",
          "-c listen_addresses=127.0.0.1",
          "-c unix_socket_directories=''",
          "-c fsync=on -c synchronous_commit=on -c full_page_writes=on",
          "-c shared_buffers=64MB -c max_connections=100 -c timezone=UTC",
          "-c log_timezone=UTC -c log_checkpoints=off -c log_line_prefix='%m [%p] '");

  /** Outside of its own folder, and written at every start, so that it is what it was. */
  private static final String ACCESS =
      """
      # Written by Baton at every start. No socket, no replication, nobody without a password.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private final OsUser user;
  private final Path folder;
  private final Path access;
  private final PgCommand command;
  private final ServerProcesses processes;

  EmbeddedPostgres(OsUser user, DataFolder data) {
    this.user = user;
    this.folder = data.database();
    this.access = data.access();
    this.command = new PgCommand(user, data.binaries());
    this.processes = new ServerProcesses(user, folder);
  }

  boolean exists() {
    return Files.exists(folder.resolve("PG_VERSION"));
  }

  /** Makes an empty cluster; a folder of that name is either whole or not there. */
  void create(String superuserPassword) throws IOException, InterruptedException {
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    PostgresBinaries.delete(fresh);
    Files.createDirectory(fresh);
    user.own(fresh);
    Path passwordFile = folder.resolveSibling("initdb.password");
    SecretFile.write(passwordFile, superuserPassword);
    try {
      user.own(passwordFile);
      PgCommand.CommandExit ended =
          command
              .named(folder.resolveSibling("initdb.passwd"))
              .run(
                  LIMIT,
                  "initdb",
                  "--pgdata=" + fresh,
                  "--username=" + SUPERUSER,
                  "--pwfile=" + passwordFile,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--no-locale");
      if (!ended.well() && ended.output().contains("unshare:")) {
        throw DatabaseException.refused(
            "a user of its own for the embedded PostgreSQL needs a mount namespace, which is not to"
                + " be had here (%s); %s".formatted(ended.lastWords(), DatabaseUser.REMEDY));
      }
      must("create its database", ended);
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
    PgCommand.CommandExit ended = new PgCommand.CommandExit(false, "");
    for (int attempt = 0; attempt < TRIES; attempt++) {
      int port = FreePort.find();
      ended = startAt(port);
      if (ended.well()) {
        return port;
      }
      if (!portWasTaken()) {
        break;
      }
    }
    must(START, ended);
    throw new IllegalStateException("a start that did not end well must have been refused");
  }

  /** Starts it where it was, because connections have that port; what its death left goes first. */
  void startAgain(int port) throws IOException, InterruptedException {
    processes.end();
    // To PostgreSQL a dead process that nobody has buried yet looks alive.
    Files.deleteIfExists(pidFile());
    must(START, startAt(port));
  }

  private PgCommand.CommandExit startAt(int port) throws IOException, InterruptedException {
    SecretFile.write(access, ACCESS);
    user.own(access);
    return command.run(
        LIMIT,
        "pg_ctl",
        "start",
        "--wait",
        "--timeout=" + LIMIT.toSeconds(),
        "--pgdata=" + folder,
        "--log=" + folder.resolve(LOG),
        "--options=-p %d -c hba_file='%s' %s".formatted(port, access, SETTINGS));
  }

  /** Whether the server of this folder is alive; one that somebody else started in it counts. */
  boolean runs() {
    try {
      OptionalLong process = recordedProcess();
      return process.isPresent() && processes.isAlive(process.getAsLong());
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Ends what a former run left running in this folder, so that nothing of it lingers. */
  void stopOrphan() throws IOException, InterruptedException {
    OptionalLong process = recordedProcess();
    if (process.isEmpty()) {
      return;
    }
    if (processes.isAlive(process.getAsLong())) {
      must("be stopped", stop("fast", LIMIT));
    } else {
      Files.deleteIfExists(pidFile());
    }
  }

  /** Lets open connections end first; cuts them after ten seconds. Safe to repeat, at once too. */
  synchronized void stop() throws IOException, InterruptedException {
    if (!Files.exists(pidFile()) || stop("smart", Duration.ofSeconds(10)).well()) {
      return;
    }
    must("be stopped", stop("fast", LIMIT));
  }

  private PgCommand.CommandExit stop(String mode, Duration limit)
      throws IOException, InterruptedException {
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
    String first = Files.readString(pidFile()).lines().findFirst().orElse("").strip();
    return first.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(first))
        : OptionalLong.empty();
  }

  private boolean portWasTaken() throws IOException {
    Path log = folder.resolve(LOG);
    return Files.exists(log) && Files.readString(log).contains("Address already in use");
  }

  private Path pidFile() {
    return folder.resolve("postmaster.pid");
  }

  private void must(String what, PgCommand.CommandExit ended) {
    if (!ended.well()) {
      throw DatabaseException.failed(
          DatabaseDisk.suspect(
              "the embedded PostgreSQL in %s could not %s: %s"
                  .formatted(folder, what, ended.lastWords()),
              folder));
    }
  }
}
