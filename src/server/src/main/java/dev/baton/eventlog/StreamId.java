package dev.baton.eventlog;

import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import java.util.Optional;

/**
 * Names a stream: one per pair (its operations included), one per host, one for access, one for the
 * stop of everything and one for the log itself.
 */
public record StreamId(String value) {

  /** Who was let in and who was not. */
  public static final StreamId ACCESS = new StreamId("access");

  /** Whether everything is stopped. */
  public static final StreamId STOP = new StreamId("stop");

  /** What was decided about the log itself. */
  public static final StreamId LOG = new StreamId("log");

  private static final String PAIR = "pair/";

  public static StreamId of(PairId pair) {
    return new StreamId(PAIR + pair.value());
  }

  public static StreamId of(HostId host) {
    return new StreamId("host/" + host.value());
  }

  /** The pair whose stream this is; empty for a host's and for access. */
  public Optional<String> pair() {
    return value.startsWith(PAIR) ? Optional.of(value.substring(PAIR.length())) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
