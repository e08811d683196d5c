package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.protocol.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has on its disk of a pair.
 *
 * @param epoch the highest fencing token it accepted
 * @param instance the replica that it was of
 * @param term the highest term it was told
 */
public record AgentMemory(long epoch, String instance, long term) {

  /** From the answer to a hello; empty when the agent knows nothing of the pair. */
  static Optional<AgentMemory> in(AgentReply.Done hello, PairId pair) {
    String epochs = hello.evidence().getOrDefault("epochs", "{}");
    try {
      if (Json.readObject(epochs).get(pair.value()) instanceof Map<?, ?> seen) {
        return of(Json.object(seen, "epoch"));
      }
    } catch (RuntimeException unreadable) {
      // An agent of another version; what it refuses tells the rest.
    }
    return Optional.empty();
  }

  private static Optional<AgentMemory> of(Map<String, @Nullable Object> seen) {
    return seen.get("epoch") instanceof Long epoch && seen.get("term") instanceof Long term
        ? Optional.of(new AgentMemory(epoch, String.valueOf(seen.get("instance")), term))
        : Optional.empty();
  }

  /** Whether it knows of something that the record does not. */
  boolean aheadOf(PairState record) {
    return epoch > record.epoch() || term > record.term();
  }

  /** For a sentence: {@code epoch 7, term 3}. */
  String words() {
    return "epoch %d, term %d".formatted(epoch, term);
  }
}
