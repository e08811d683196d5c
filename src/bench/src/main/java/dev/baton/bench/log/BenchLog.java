package dev.baton.bench.log;

import dev.baton.bench.measure.ProgressLog;
import dev.baton.embedded.DatabaseAccess;
import dev.baton.eventlog.append.SqlEventLog;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A log in a schema of its own, filled; several can stand in one database. */
final class BenchLog implements AutoCloseable {

  private static final int CONNECTIONS = 10;

  private final DatabaseAccess access;
  private final String schema;
  private final AgroalDataSource dataSource;
  private final SqlEventLog log;

  private BenchLog(DatabaseAccess access, String schema) throws SQLException {
    this.access = access;
    this.schema = schema;
    this.dataSource = pool();
    this.log = SqlEventLog.over(dataSource);
  }

  /** Makes it with that many events, by the application's own migrations. */
  static BenchLog filled(DatabaseAccess access, String schema, long events, ProgressLog progress)
      throws SQLException {
    return filled(access, schema, events, new SyntheticHistory(events), progress);
  }

  /** Makes it by the application's own migrations, with that many events of that history. */
  static BenchLog filled(
      DatabaseAccess access,
      String schema,
      long events,
      SyntheticHistory history,
      ProgressLog progress)
      throws SQLException {
    var made = new BenchLog(access, schema);
    Flyway.configure()
        .dataSource(made.url(), access.owner(), access.ownerPassword())
        .schemas(schema)
        .placeholders(Map.of("runtime", access.user()))
        .load()
        .migrate();
    progress.say("filling the log '%s' with %,d events".formatted(schema, events));
    try (Connection owner = made.owner();
        Statement statement = owner.createStatement()) {
      statement.execute("grant usage on schema %s to %s".formatted(schema, access.user()));
      if (events > 0) {
        BulkLoad.fill(
            owner,
            events,
            history,
            so -> progress.count(so == events ? "indexes" : "%,d events", so));
      }
    }
    progress.say("filled '%s'".formatted(schema));
    return made;
  }

  SqlEventLog log() {
    return log;
  }

  AgroalDataSource dataSource() {
    return dataSource;
  }

  /** A connection of the role that owns the tables. */
  Connection owner() throws SQLException {
    return DriverManager.getConnection(url(), access.owner(), access.ownerPassword());
  }

  /** A connection of its own, of the role the application has. */
  Connection connection() throws SQLException {
    return DriverManager.getConnection(url(), access.user(), access.password());
  }

  String url() {
    return access.url() + "?currentSchema=" + schema;
  }

  @Override
  public void close() {
    dataSource.close();
  }

  private AgroalDataSource pool() throws SQLException {
    return AgroalDataSource.from(
        new AgroalPropertiesReader()
            .readProperties(
                Map.of(
                    AgroalPropertiesReader.JDBC_URL, url(),
                    AgroalPropertiesReader.PRINCIPAL, access.user(),
                    AgroalPropertiesReader.CREDENTIAL, access.password(),
                    AgroalPropertiesReader.MAX_SIZE, Integer.toString(CONNECTIONS))));
  }
}
