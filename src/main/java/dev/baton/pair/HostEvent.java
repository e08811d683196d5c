package dev.baton.pair;

/** A fact about one host. */
public sealed interface HostEvent extends Fact {

  /**
   * A host became known.
   *
   * @param endpoint where its agent listens, {@code address:port}
   */
  record HostRegistered(HostId host, String endpoint) implements HostEvent {}
}
