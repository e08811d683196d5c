package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Brings the embedded PostgreSQL up before anything asks for a connection, and down after
 * everything is closed.
 */
public final class EmbeddedDatabase {

  private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

  /** Followed by the folder, has the port while the database runs. Class loaders come and go. */
  private static final String RUNNING = "baton.database.running.";

  /** What stops the database of a folder that this program started. */
  private static final Map<Path, Runnable> STOPS = new ConcurrentHashMap<>();

  private EmbeddedDatabase() {}

  /**
   * Starts the database in that folder, or finds it started by this program. It ends with the
   * program.
   *
   * @throws DatabaseException with the sentence for the user when it cannot be had
   */
  public static synchronized DatabaseAccess open(DataFolder folder) {
    try {
      Integer running = Integer.getInteger(RUNNING + folder.path());
      return running == null
          ? start(folder)
          : DatabaseAccess.embedded(running, DatabasePasswords.read(folder.secrets()));
    } catch (IOException | SQLException e) {
      throw DatabaseException.failed(
          DatabaseDisk.suspect(
              "the embedded PostgreSQL in %s could not be brought up: %s"
                  .formatted(folder.path(), e),
              folder.path()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DatabaseException.failed("interrupted while the database was starting");
    }
  }

  /**
   * Stops for good what this program started in that folder, as its end does; returns when it is
   * down. Safe to repeat, also meanwhile.
   */
  public static void close(DataFolder folder) {
    STOPS.getOrDefault(folder.path(), () -> {}).run();
  }

  private static DatabaseAccess start(DataFolder folder)
      throws IOException, InterruptedException, SQLException {
    long begin = System.nanoTime();
    folder.create();
    folder.lock();
    OsUser user = DatabaseUser.of(folder);
    var server = new EmbeddedPostgres(user, folder);
    DatabasePasswords databasePasswords = secrets(folder, server);
    if (server.exists()) {
      takeOver(folder, user);
    }
    folder.admit(user);
    PostgresBinaries.unpack(folder.binaries());
    if (!server.exists()) {
      server.create(databasePasswords.superuser());
    }
    int port = server.start();
    Runnable stop = watch(folder, server, port);
    if (!databasePasswords.prepared()) {
      databasePasswords = prepare(folder, stop, port, databasePasswords);
    }
    DatabaseDisk.set(folder.database());
    System.setProperty(RUNNING + folder.path(), Integer.toString(port));
    LOG.infof(
        "Embedded PostgreSQL %s runs in %s, port %d, started in %d ms",
        PostgresBinaries.VERSION, folder.path(), port, (System.nanoTime() - begin) / 1_000_000);
    if (!user.ourselves()) {
      LOG.infof(
          "Started by root: the PostgreSQL runs as %s, which is its alone, without our environment;"
              + " its data and passwords are closed to everybody else",
          user);
    }
    return DatabaseAccess.embedded(port, databasePasswords);
  }

  /** Ends what a former run left running, as whoever it ran, and makes the data this user's. */
  private static void takeOver(DataFolder folder, OsUser user)
      throws IOException, InterruptedException {
    PostgresBinaries.unpack(folder.binaries());
    OsUser former = DatabaseUser.ofServer(folder).orElse(user);
    new EmbeddedPostgres(former, folder).stopOrphan();
    if (!user.owns(folder.database())) {
      OwnerChange.to(user, folder.database());
      LOG.infof("The database in %s now belongs to %s, not to %s", folder.path(), user, former);
    }
  }

  /** What stops it for good, which the end of the program does too. */
  private static Runnable watch(DataFolder folder, EmbeddedPostgres server, int port) {
    // An ordinary exit would wait for work that waits for the database.
    var watch =
        new PostgresWatch(
            server, port, () -> Runtime.getRuntime().halt(DatabaseException.DATABASE_GONE));
    Runnable stop =
        () -> {
          watch.close();
          stop(server);
        };
    STOPS.put(folder.path(), stop);
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop-database"));
    watch.start();
    return stop;
  }

  private static DatabasePasswords prepare(
      DataFolder folder, Runnable stop, int port, DatabasePasswords databasePasswords)
      throws IOException, SQLException {
    try {
      DatabaseRoles.prepare(port, databasePasswords);
      DatabasePasswords prepared = databasePasswords.afterPreparing();
      prepared.write(folder.secrets());
      return prepared;
    } catch (IOException | SQLException e) {
      stop.run();
      throw e;
    }
  }

  private static DatabasePasswords secrets(DataFolder folder, EmbeddedPostgres server)
      throws IOException {
    if (Files.exists(folder.secrets())) {
      return DatabasePasswords.read(folder.secrets());
    }
    if (server.exists()) {
      throw DatabaseException.refused(
          ("%s is missing, and without it the database beside it cannot be opened; restore it from"
                  + " a copy")
              .formatted(folder.secrets()));
    }
    DatabasePasswords fresh = DatabasePasswords.generate();
    fresh.write(folder.secrets());
    return fresh;
  }

  private static void stop(EmbeddedPostgres server) {
    try {
      server.stop();
    } catch (IOException | DatabaseException e) {
      System.err.println("baton: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
