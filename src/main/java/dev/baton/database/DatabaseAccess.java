package dev.baton.database;

/**
 * How to reach the database.
 *
 * @param user the runtime role: may add events, never change them
 * @param owner the role that owns the tables; migrations only
 */
public record DatabaseAccess(
    String url, String user, String password, String owner, String ownerPassword) {

  static DatabaseAccess embedded(int port, Secrets secrets) {
    return new DatabaseAccess(
        Roles.url(port, Roles.DATABASE),
        Roles.RUNTIME,
        secrets.runtime(),
        Roles.OWNER,
        secrets.owner());
  }

  @Override
  public String toString() {
    return url;
  }
}
