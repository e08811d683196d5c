package dev.baton.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of the control plane that a test runs in, as its superuser. */
public final class OwnDatabase {

  private OwnDatabase() {}

  /** Runs statements in one transaction; who can do anything is not kept from changing events. */
  public static void run(String... statements) throws SQLException, IOException {
    DatabaseAccess access = EmbeddedDatabase.open(new DataFolder(TestData.folder()));
    String password =
        DatabasePasswords.read(new DataFolder(TestData.folder()).secrets()).superuser();
    try (Connection connection =
            DriverManager.getConnection(access.url(), EmbeddedPostgres.SUPERUSER, password);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }
}
