package dev.baton.database;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Brings the embedded PostgreSQL up before anything asks for a connection, and down after
 * everything is closed.
 */
public final class EmbeddedDatabase {

  private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

  /** Followed by the folder, has the port while the database runs. Class loaders come and go. */
  private static final String RUNNING = "baton.database.running.";

  private EmbeddedDatabase() {}

  /**
   * Starts the database in that folder, or finds it started by this program. It ends with the
   * program.
   *
   * @throws DatabaseException with the sentence for the user when it cannot be had
   */
  public static DatabaseAccess open(DataFolder folder) {
    return open(folder, false);
  }

  /** The same in a new folder that goes, with everything in it, when the program ends. */
  public static DatabaseAccess openTemporary(DataFolder folder) {
    if (Files.exists(folder.path())) {
      throw DatabaseException.refused(folder.path() + " is there already, and would be removed");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove-database"));
    return open(folder, true);
  }

  private static synchronized DatabaseAccess open(DataFolder folder, boolean temporary) {
    try {
      Integer running = Integer.getInteger(RUNNING + folder.path());
      return running == null
          ? start(folder, temporary)
          : DatabaseAccess.embedded(running, Secrets.read(folder.secrets()));
    } catch (IOException | SQLException e) {
      throw DatabaseException.failed(
          "the embedded PostgreSQL in %s could not be brought up: %s".formatted(folder.path(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DatabaseException.failed("interrupted while the database was starting");
    }
  }

  private static DatabaseAccess start(DataFolder folder, boolean temporary)
      throws IOException, InterruptedException, SQLException {
    long begin = System.nanoTime();
    OsUser user = OsUser.present();
    folder.create(user);
    folder.lock();
    Binaries.unpack(folder.binaries());
    var server = new PostgresServer(user, folder.binaries(), folder.database());
    Secrets secrets = secrets(folder, server);
    if (server.exists()) {
      server.stopOrphan();
    } else {
      server.create(secrets.superuser());
    }
    int port = server.start();
    if (!temporary) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-database"));
    }
    if (!secrets.prepared()) {
      secrets = prepare(folder, server, port, secrets);
    }
    System.setProperty(RUNNING + folder.path(), Integer.toString(port));
    LOG.infof(
        "Embedded PostgreSQL %s runs in %s, port %d, started in %d ms",
        Binaries.VERSION, folder.path(), port, (System.nanoTime() - begin) / 1_000_000);
    return DatabaseAccess.embedded(port, secrets);
  }

  private static Secrets prepare(
      DataFolder folder, PostgresServer server, int port, Secrets secrets)
      throws IOException, SQLException {
    try {
      Roles.prepare(port, secrets);
      Secrets prepared = secrets.afterPreparing();
      prepared.write(folder.secrets());
      return prepared;
    } catch (IOException | SQLException e) {
      stop(server);
      throw e;
    }
  }

  private static Secrets secrets(DataFolder folder, PostgresServer server) throws IOException {
    if (Files.exists(folder.secrets())) {
      return Secrets.read(folder.secrets());
    }
    if (server.exists()) {
      throw DatabaseException.refused(
          ("%s is missing, and without it the database beside it cannot be opened; restore it from a"
                  + " copy")
              .formatted(folder.secrets()));
    }
    Secrets fresh = Secrets.generate();
    fresh.write(folder.secrets());
    return fresh;
  }

  private static void stop(PostgresServer server) {
    end(server::stop);
  }

  /** Waits for a start that is under way: what it makes could not be removed. */
  private static synchronized void remove(DataFolder folder) {
    end(() -> {
      new PostgresServer(OsUser.present(), folder.binaries(), folder.database()).stopAtOnce();
      Binaries.delete(folder.path());
    });
  }

  private interface Ending {
    void end() throws IOException, InterruptedException;
  }

  private static void end(Ending ending) {
    try {
      ending.end();
    } catch (IOException | DatabaseException e) {
      System.err.println("baton: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
