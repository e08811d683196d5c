package dev.baton.world;

import dev.baton.host.AgentReply;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.util.Map;

/** The answers of simulated agents, in the words of real ones. */
final class Replies {

  static final AgentReply RUNNING = new AgentReply.Unknown("still running");
  static final AgentReply LOST =
      new AgentReply.Unknown("the agent or its host went down in between", false);

  private Replies() {}

  static AgentReply done(Map<String, String> evidence) {
    return new AgentReply.Done(evidence, Duration.ZERO);
  }

  static AgentReply failed(String why) {
    return new AgentReply.Refused(RefusalCode.FAILED, why, Map.of());
  }

  static AgentReply refused(RefusalCode code, String why, Map<String, String> facts) {
    return new AgentReply.Refused(code, why, facts);
  }
}
