package dev.baton.pair;

/**
 * Names a host, that is a machine with one agent. Lower-case letters, digits and hyphens, 1 to 63
 * characters.
 */
public record HostId(String value) {

  public HostId {
    Names.check(value, "HostId");
  }

  @Override
  public String toString() {
    return value;
  }
}
