package dev.baton.pair;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One side of a pair; both hosts may be the same machine.
 *
 * @param application has the application, its files and the address; of a pair without an
 *     application it is the database's host, which has the address then
 * @param databaseAddress where the other site's database reaches this one's, {@code address:port}
 */
public record Site(SiteName name, HostId application, HostId database, String databaseAddress) {

  /** Its hosts; one when both parts are on the same machine. */
  public Set<HostId> hosts() {
    return new LinkedHashSet<>(List.of(application, database));
  }

  /** The address without its port. */
  public String databaseHost() {
    return databaseAddress.substring(0, databaseAddress.lastIndexOf(':'));
  }

  /** The port alone. */
  public String databasePort() {
    return databaseAddress.substring(databaseAddress.lastIndexOf(':') + 1);
  }

  /**
   * The replication slot under which this site's database follows another one. PostgreSQL allows no
   * hyphens in slot names.
   */
  public String slot() {
    return database.slot();
  }
}
