package dev.baton.lab.labgo;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * labgo's way to its database: a few sessions, opened again when they have died. Without settings
 * it keeps its rows in memory, and is as well as ever: GoCD opens an empty database of its own.
 */
final class LabgoDatabase {

  private static final int SESSIONS = 8;

  private final String url;
  private final Properties login = new Properties();
  private final BlockingQueue<Session> free = new ArrayBlockingQueue<>(SESSIONS);
  private final Map<UUID, String> embedded = new ConcurrentHashMap<>();

  /** A place for a session; empty until used and after it died. */
  private static final class Session {
    private @Nullable Connection connection;
  }

  private interface SqlWork<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Reads GoCD's {@code db.properties}; connects to nothing yet. */
  LabgoDatabase(Path settings) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(settings)) {
      try (Reader reader = Files.newBufferedReader(settings)) {
        properties.load(reader);
      }
    }
    url = properties.getProperty("db.url", "").strip();
    if (url.isEmpty()) {
      return;
    }
    login.setProperty("user", required(properties, "db.user", settings));
    login.setProperty("password", required(properties, "db.password", settings));
    login.setProperty("ApplicationName", "labgo");
    login.setProperty("connectTimeout", "2");
    login.setProperty("socketTimeout", "10");
    for (int i = 0; i < SESSIONS; i++) {
      free.add(new Session());
    }
  }

  /** Prepares the schema, in a session that is kept for the first row. */
  void migrate() throws SQLException {
    if (!url.isEmpty()) {
      with(connection -> {
        LabgoSchema.migrate(connection);
        return connection;
      });
    }
  }

  /** The end of a boot. */
  void abortBackups() throws SQLException {
    if (!url.isEmpty()) {
      with(connection -> {
        LabgoSchema.abortBackups(connection);
        return connection;
      });
    }
  }

  /** One row, committed when this returns. */
  void insert(UUID id, String run) throws SQLException {
    if (url.isEmpty()) {
      embedded.put(id, run);
      return;
    }
    with(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement("insert into labgo_row (id, run) values (?, ?)")) {
        insert.setObject(1, id);
        insert.setString(2, run);
        return insert.executeUpdate();
      }
    });
  }

  /** How many rows that run has. */
  long count(String run) throws SQLException {
    if (url.isEmpty()) {
      return embedded.values().stream().filter(run::equals).count();
    }
    return with(connection -> {
      try (PreparedStatement count =
          connection.prepareStatement("select count(*) from labgo_row where run = ?")) {
        count.setString(1, run);
        try (ResultSet rows = count.executeQuery()) {
          return rows.next() ? rows.getLong(1) : 0;
        }
      }
    });
  }

  private <T> T with(SqlWork<T> work) throws SQLException {
    Session session = take();
    try {
      if (session.connection == null) {
        session.connection = DriverManager.getConnection(url, login);
      }
      return work.on(session.connection);
    } catch (SQLException e) {
      // Cheaper than finding out whether the session survived; a duplicate key costs one too.
      close(session);
      throw e;
    } finally {
      free.add(session);
    }
  }

  private Session take() throws SQLException {
    try {
      Session session = free.poll(200, TimeUnit.MILLISECONDS);
      if (session == null) {
        throw new SQLException("every database session is in use", "53300");
      }
      return session;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  private static void close(Session session) {
    if (session.connection != null) {
      try {
        session.connection.close();
      } catch (SQLException deadAnyway) {
        // it is given up either way
      }
      session.connection = null;
    }
  }

  private static String required(Properties properties, String key, Path file) {
    String value = properties.getProperty(key, "").strip();
    if (value.isEmpty()) {
      throw new IllegalStateException("%s: %s is missing".formatted(file, key));
    }
    return value;
  }
}
