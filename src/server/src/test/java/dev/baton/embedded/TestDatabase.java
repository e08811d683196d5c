package dev.baton.embedded;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** A database of one test's own on the shared server, migrated and empty. */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final DatabaseAccess server;
  private final AgroalDataSource dataSource;

  private TestDatabase(String name, DatabaseAccess server) throws SQLException {
    this.name = name;
    this.server = server;
    this.dataSource = pool();
  }

  /** Creates it. */
  public static TestDatabase create() throws Exception {
    DatabaseAccess server = EmbeddedDatabase.open(new DataFolder(TestData.folder()));
    String name = "test_" + COUNT.incrementAndGet();
    onServer("drop database if exists " + name, server);
    onServer("create database " + name + " owner " + server.owner(), server);
    var database = new TestDatabase(name, server);
    Flyway.configure()
        .dataSource(database.url(), server.owner(), server.ownerPassword())
        .placeholders(Map.of("runtime", server.user()))
        .load()
        .migrate();
    return database;
  }

  /** Connections of the runtime role. */
  public AgroalDataSource dataSource() {
    return dataSource;
  }

  /** How to reach it, for whoever opens connections of its own. */
  public DatabaseAccess access() {
    return new DatabaseAccess(
        url(), server.user(), server.password(), server.owner(), server.ownerPassword());
  }

  /** Runs a statement as the role that owns the tables. */
  public void asOwner(String sql) throws SQLException {
    run(sql, url(), server.owner(), server.ownerPassword());
  }

  /** Runs a statement as the superuser, who can do anything. */
  public void asSuperuser(String sql) throws SQLException, IOException {
    run(sql, url(), EmbeddedPostgres.SUPERUSER, superuserPassword());
  }

  /** Runs a statement as the role the application has. */
  public void asRuntime(String sql) throws SQLException {
    run(sql, url(), server.user(), server.password());
  }

  @Override
  public void close() throws SQLException, IOException {
    dataSource.close();
    onServer("drop database " + name + " with (force)", server);
  }

  private AgroalDataSource pool() throws SQLException {
    return AgroalDataSource.from(
        new AgroalPropertiesReader()
            .readProperties(
                Map.of(
                    AgroalPropertiesReader.JDBC_URL, url(),
                    AgroalPropertiesReader.PRINCIPAL, server.user(),
                    AgroalPropertiesReader.CREDENTIAL, server.password(),
                    AgroalPropertiesReader.MAX_SIZE, "10",
                    // As Quarkus does it: a connection that was lost is not handed out again.
                    AgroalPropertiesReader.EXCEPTION_SORTER,
                        PostgreSQLExceptionSorter.class.getName())));
  }

  private String url() {
    return server.url().replaceAll("[^/]+$", name);
  }

  private static void onServer(String sql, DatabaseAccess server) throws SQLException, IOException {
    String url = server.url().replaceAll("[^/]+$", "postgres");
    run(sql, url, EmbeddedPostgres.SUPERUSER, superuserPassword());
  }

  private static String superuserPassword() throws IOException {
    return DatabasePasswords.read(new DataFolder(TestData.folder()).secrets()).superuser();
  }

  private static void run(String sql, String url, String user, String password)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
