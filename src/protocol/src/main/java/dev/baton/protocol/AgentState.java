package dev.baton.protocol;

import java.util.Locale;

/** Whether the agent of a host answers. The wire names are in answers of the API. */
public enum AgentState {
  UP,
  UNREACHABLE,
  /** One side did not accept the other's certificate, or the agent does not take orders from us. */
  UNTRUSTED,
  UNREGISTERED,
  /** It answers questions, but takes its orders from another installation or for another pair. */
  BOUND_ELSEWHERE;

  /** The name in answers, for example {@code up}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a refused question says of the agent that did not answer it. */
  public static AgentState refusing(RefusalCode code) {
    return switch (code) {
      case UNREGISTERED -> UNREGISTERED;
      case BOUND_ELSEWHERE -> BOUND_ELSEWHERE;
      case UNREACHABLE, BUSY -> UNREACHABLE;
      default -> UNTRUSTED;
    };
  }
}
