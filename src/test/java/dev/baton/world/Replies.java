package dev.baton.world;

import dev.baton.action.Refusal;
import dev.baton.host.HostReply;
import java.time.Duration;
import java.util.Map;

/** The answers of simulated agents, in the words of real ones. */
final class Replies {

  static final HostReply RUNNING = new HostReply.Unknown("still running");
  static final HostReply LOST =
      new HostReply.Unknown("the agent or its host went down in between", false);

  private Replies() {}

  static HostReply done(Map<String, String> evidence) {
    return new HostReply.Done(evidence, Duration.ZERO);
  }

  static HostReply failed(String why) {
    return new HostReply.Refused("failed", why, Map.of());
  }

  static HostReply refused(Refusal.Code code, String why, Map<String, String> facts) {
    return new HostReply.Refused(code.wireName(), why, facts);
  }
}
