package dev.baton.embedded;

/**
 * How to reach the database.
 *
 * @param user the runtime role: may add events, never change them
 * @param owner the role that owns the tables; migrations only
 */
public record DatabaseAccess(
    String url, String user, String password, String owner, String ownerPassword) {

  static DatabaseAccess embedded(int port, DatabasePasswords databasePasswords) {
    return new DatabaseAccess(
        DatabaseRoles.url(port, DatabaseRoles.DATABASE),
        DatabaseRoles.RUNTIME,
        databasePasswords.runtime(),
        DatabaseRoles.OWNER,
        databasePasswords.owner());
  }

  @Override
  public String toString() {
    return url;
  }
}
