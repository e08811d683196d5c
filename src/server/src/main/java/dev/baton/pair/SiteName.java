package dev.baton.pair;

/**
 * Names a site of a pair, for example {@code east}. Lower-case letters, digits and hyphens, 1 to 63
 * characters.
 */
public record SiteName(String value) {

  public SiteName {
    DnsLabel.check(value, "SiteName");
  }

  @Override
  public String toString() {
    return value;
  }
}
