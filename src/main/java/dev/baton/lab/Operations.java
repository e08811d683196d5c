package dev.baton.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Starts operations on the pair and sees them to their end. */
public final class Operations {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** It went on since it was looked at. */
  private static final Set<Integer> PASSED = Set.of(409, 412);

  private final Api api;
  private final Consumer<JsonNode> onStep;

  /**
   * @param onStep told of every step as soon as it has ended
   */
  public Operations(Api api, Consumer<JsonNode> onStep) {
    this.api = api;
    this.onStep = onStep;
  }

  /** Starts it, asking again for a while when the pair is not ready; the operation's id. */
  public String start(String path, Map<String, ?> order) {
    return api.postWhenReady(path, order).path("operation").asText();
  }

  /**
   * The operation after its end; approves it when it asks.
   *
   * @throws LabException when it pauses, which a person would have to look at
   */
  public JsonNode end(String id) {
    Set<String> told = new HashSet<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode operation = api.get("/v1/operations/" + id + "?wait=2");
      MeasuredRun.steps(operation)
          .filter(step -> ended(step) && told.add(step.path("id").asText()))
          .forEach(onStep);
      if (operation.hasNonNull("outcome")) {
        return operation;
      }
      switch (operation.path("state").asText()) {
        case "PAUSED" ->
            throw new LabException(
                "operation %s paused: %s".formatted(id, operation.path("why").asText()));
        case "AWAITING_APPROVAL" -> approve(operation);
        default -> {
          // it goes on
        }
      }
    }
    throw new LabException("operation %s did not end within %d s".formatted(id, LIMIT.toSeconds()));
  }

  private void approve(JsonNode operation) {
    Api.Answer answer =
        api.tryMove(
            operation,
            "approve",
            Map.of(
                "reason",
                "the demo returns home",
                "planHash",
                operation.path("planHash").asText()));
    if (!answer.succeeded() && !PASSED.contains(answer.status())) {
      throw new LabException("the approval was answered " + answer.problem());
    }
  }

  private static boolean ended(JsonNode step) {
    return switch (step.path("state").asText()) {
      case "PENDING", "RUNNING" -> false;
      default -> true;
    };
  }
}
