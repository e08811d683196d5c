package dev.baton.pair;

/** Names a pair. Lower-case letters, digits and hyphens, 1 to 63 characters. */
public record PairId(String value) {

  public PairId {
    DnsLabel.check(value, "PairId");
  }

  @Override
  public String toString() {
    return value;
  }
}
