package dev.baton.access;

import dev.baton.host.OwnInstallation;
import dev.baton.protocol.InstallationId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads the installation's id, which was made with the database, once. */
@Singleton
class SqlInstallation implements OwnInstallation {

  private final AgroalDataSource database;
  private volatile @Nullable InstallationId known;

  SqlInstallation(AgroalDataSource database) {
    this.database = database;
  }

  /** Before anybody needs it, because later the database may be away. */
  void start(@Observes @Priority(1) StartupEvent event) {
    InstallationId unused = id();
  }

  @Override
  public InstallationId id() {
    InstallationId found = known;
    if (found == null) {
      found = read();
      known = found;
    }
    return found;
  }

  private InstallationId read() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select id from installation")) {
      if (!row.next()) {
        throw new IllegalStateException("the installation has lost its row");
      }
      return new InstallationId(row.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException("the id of the installation cannot be read", e);
    }
  }
}
