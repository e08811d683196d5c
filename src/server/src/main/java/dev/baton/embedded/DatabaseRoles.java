package dev.baton.embedded;

import dev.baton.protocol.UrlRedactor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Two roles beside the superuser: the owner, which only migrations use, and the runtime role, which
 * owns nothing. Safe to repeat.
 */
final class DatabaseRoles {

  static final String OWNER = "baton_owner";
  static final String RUNTIME = "baton";
  static final String DATABASE = "baton";

  private DatabaseRoles() {}

  static void prepare(int port, DatabasePasswords databasePasswords) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", EmbeddedPostgres.SUPERUSER);
    properties.setProperty("password", databasePasswords.superuser());
    loadDriver();
    try (Connection connection = DriverManager.getConnection(url(port, "postgres"), properties);
        Statement statement = connection.createStatement()) {
      role(statement, OWNER, databasePasswords.owner());
      role(statement, RUNTIME, databasePasswords.runtime());
      if (!exists(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
        statement.execute("create database " + DATABASE + " owner " + OWNER);
      }
      statement.execute("revoke all on database " + DATABASE + " from public");
      statement.execute("grant connect on database " + DATABASE + " to " + RUNTIME);
    }
  }

  /**
   * Opens one connection and closes it.
   *
   * @throws DatabaseException with the database's own words when there is none to be had
   */
  static void tryOut(String url, String user, String password) {
    try {
      loadDriver();
      DriverManager.getConnection(url, user, password).close();
    } catch (SQLException e) {
      throw DatabaseException.failed(
          "the database %s cannot be used as '%s': %s"
              .formatted(
                  url.replaceAll("[?].*", ""),
                  user,
                  UrlRedactor.redact(String.valueOf(e.getMessage()).strip())));
    }
  }

  /** The driver registers itself; class loaders other than the system's are not searched for it. */
  private static void loadDriver() throws SQLException {
    try {
      Class.forName("org.postgresql.Driver");
    } catch (ClassNotFoundException e) {
      throw new SQLException("the PostgreSQL driver is missing", e);
    }
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Passwords are our own base64: no quoting needed. */
  private static void role(Statement statement, String name, String password) throws SQLException {
    if (!exists(statement, "select 1 from pg_roles where rolname = '" + name + "'")) {
      statement.execute("create role " + name + " login");
    }
    statement.execute("alter role " + name + " password '" + password + "'");
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      return found.next();
    }
  }
}
