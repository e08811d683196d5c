package dev.baton.status;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** System identifier of the control plane's own PostgreSQL; a pair must not be made of it. */
@ApplicationScoped
class ControlDatabaseId {

  private final AgroalDataSource database;

  ControlDatabaseId(AgroalDataSource database) {
    this.database = database;
  }

  String systemIdentifier() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select system_identifier::text from pg_control_system()")) {
      return row.next() ? row.getString(1) : "";
    } catch (SQLException e) {
      throw new IllegalStateException("the control plane's own database cannot be asked", e);
    }
  }
}
