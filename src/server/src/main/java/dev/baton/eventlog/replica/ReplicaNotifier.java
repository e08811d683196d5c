package dev.baton.eventlog.replica;

import dev.baton.eventlog.RecordUnavailableException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * LISTEN and NOTIFY: has every replica look at once instead of at its next round. A hint: a ring
 * may be lost, and nothing may rely on it.
 */
@ApplicationScoped
public class ReplicaNotifier {

  private static final Logger LOG = Logger.getLogger(ReplicaNotifier.class);

  private final AgroalDataSource dataSource;

  /** Hears rings from the moment it is opened; touched by the one waiting thread only. */
  private @Nullable Connection listening;

  public ReplicaNotifier(@DataSource("log") AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Wakes all that wait, in this process too. */
  public void ring() {
    try (Connection connection = dataSource.getConnection()) {
      execute(connection, "notify baton_bell");
    } catch (SQLException e) {
      LOG.debugf("nobody was told: %s", e.getMessage());
    }
  }

  /**
   * Waits for a ring, at most that long. For one thread only.
   *
   * @throws RecordUnavailableException when the database went away; rings may have been missed
   */
  public void await(Duration limit) {
    try {
      Connection connection = listening;
      if (connection == null) {
        connection = dataSource.getConnection();
        listening = connection;
        execute(connection, "listen baton_bell");
      }
      connection.unwrap(PGConnection.class).getNotifications((int) limit.toMillis());
    } catch (SQLException e) {
      close();
      throw new RecordUnavailableException("the database went away", e);
    }
  }

  /** Stops listening until the next wait; safe to repeat. */
  public void close() {
    try (Connection connection = listening) {
      listening = null;
      if (connection != null && !connection.isClosed()) {
        execute(connection, "unlisten *");
      }
    } catch (SQLException e) {
      LOG.debugf("a connection that was lost could not be closed: %s", e.getMessage());
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
