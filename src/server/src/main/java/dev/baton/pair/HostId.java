package dev.baton.pair;

/**
 * Names a host, that is a machine with one agent. Lower-case letters, digits and hyphens, 1 to 63
 * characters.
 */
public record HostId(String value) {

  public HostId {
    DnsLabel.check(value, "HostId");
  }

  /** The replication slot by which the database of this host follows another. */
  public String slot() {
    return value.replace('-', '_');
  }

  @Override
  public String toString() {
    return value;
  }
}
