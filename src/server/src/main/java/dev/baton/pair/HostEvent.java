package dev.baton.pair;

/** An event about one host. */
public sealed interface HostEvent extends Event {

  /**
   * A host became known.
   *
   * @param endpoint where its agent listens, {@code address:port}
   */
  record HostRegistered(HostId host, String endpoint) implements HostEvent {}
}
