package dev.baton.pair;

/** Names an operation. Lower-case letters, digits and hyphens, 1 to 63 characters. */
public record OperationId(String value) {

  public OperationId {
    DnsLabel.check(value, "OperationId");
  }

  @Override
  public String toString() {
    return value;
  }
}
