package dev.baton.world;

import dev.baton.host.AgentReply;
import java.util.Map;

/** What somebody finds who looks at a port of a site's database host. */
final class DatabasePort {

  private boolean parted;
  private boolean untold;

  /** Only the application of its own site still gets there. */
  void parted() {
    parted = true;
  }

  /** The host of its own application cannot so much as ask. */
  void untold() {
    untold = true;
  }

  /**
   * One look.
   *
   * @param own whether the host of its own application looks
   * @param listens whether somebody takes connections there
   */
  AgentReply look(boolean own, boolean listens) {
    if (own && untold) {
      return Replies.done(
          Map.of("connected", "false", "definite", "false", "why", "Network is unreachable"));
    }
    return listens && (own || !parted)
        ? Replies.done(Map.of("connected", "true"))
        : Replies.done(
            Map.of("connected", "false", "definite", "true", "why", "Connect timed out"));
  }
}
