package dev.baton.world;

import dev.baton.host.AgentReply;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.Json;
import dev.baton.protocol.RefusalCode;
import java.util.Map;
import java.util.TreeMap;

/** The highest epoch and term that the agents of a simulated pair were told, per scope. */
final class SimulatedMemory {

  private record Newest(long epoch, long term) {}

  private final Map<String, Newest> scopes = new TreeMap<>();

  AgentReply announce(Announcement told) {
    Newest known = scopes.getOrDefault(told.scope(), new Newest(0, 0));
    if (told.epoch() < known.epoch()) {
      return Replies.refused(RefusalCode.STALE_EPOCH, "that epoch is over", Map.of());
    }
    if (told.term() < known.term()) {
      return Replies.refused(RefusalCode.STALE_TERM, "that term is over", Map.of());
    }
    announced(told.scope(), told.epoch(), told.term());
    return Replies.done(Map.of());
  }

  void announced(String scope, long epoch, long term) {
    scopes.put(scope, new Newest(epoch, term));
  }

  /** As in an agent's hello. */
  String epochs() {
    Map<String, Object> all = new TreeMap<>();
    scopes.forEach((scope, newest) ->
        all.put(
            scope, Map.of("epoch", newest.epoch(), "instance", "replica", "term", newest.term())));
    return Json.write(all);
  }
}
