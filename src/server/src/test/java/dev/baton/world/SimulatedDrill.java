package dev.baton.world;

import dev.baton.host.AgentReply;
import java.util.Map;

/** The throw-away copy on a database's host. */
final class SimulatedDrill {

  private final SimulatedDatabase production;
  private boolean exists;
  private boolean promoted;
  private boolean spoilt;

  SimulatedDrill(SimulatedDatabase production) {
    this.production = production;
  }

  /** It will not start. */
  void spoil() {
    spoilt = true;
  }

  boolean exists() {
    return exists;
  }

  AgentReply look() {
    return Replies.done(
        Map.of("exists", Boolean.toString(exists), "slots", production.slotNames()));
  }

  AgentReply copy() {
    if (!"true".equals(production.position().get("inRecovery"))) {
      return Replies.failed("it is no standby");
    }
    exists = true;
    promoted = false;
    return Replies.done(Map.of("bytes", "1000"));
  }

  AgentReply promote() {
    if (!exists || spoilt) {
      return Replies.failed("the copy does not start");
    }
    promoted = true;
    return Replies.done(Map.of("timeline", "2", "address", "10.0.0.2", "port", "5433"));
  }

  AgentReply start(boolean running) {
    return promoted && !running
        ? Replies.done(Map.of("bootMs", "1"))
        : Replies.failed("there is nothing to start on");
  }

  AgentReply remove() {
    boolean already = !exists;
    exists = false;
    promoted = false;
    return Replies.done(Map.of("already", Boolean.toString(already)));
  }
}
