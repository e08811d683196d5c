package dev.baton.lab.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Starts operations on the pair and sees them to their end. */
public final class LabOperations {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** It went on since it was looked at. */
  private static final Set<Integer> PASSED = Set.of(409, 412);

  private final Api api;
  private final Consumer<JsonNode> onStep;
  private final Set<String> told = new HashSet<>();

  /**
   * @param onStep told of every step as soon as it has ended
   */
  public LabOperations(Api api, Consumer<JsonNode> onStep) {
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
    return until(id, operation -> operation.hasNonNull("outcome"));
  }

  /** The operation as soon as that step of it is at work, or done, or will not be any more. */
  public JsonNode begun(String id, String step) {
    return until(
        id,
        operation ->
            operation.hasNonNull("outcome")
                || MeasuredRun.steps(operation)
                    .filter(one -> one.path("name").asText().equals(step))
                    .anyMatch(one -> !one.path("state").asText().equals("PENDING")));
  }

  private JsonNode until(String id, Predicate<JsonNode> enough) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode operation = api.get("/v1/operations/" + id);
      MeasuredRun.steps(operation)
          .filter(step -> ended(step) && told.add(id + " " + step.path("id").asText()))
          .forEach(onStep);
      if (enough.test(operation)) {
        return operation;
      }
      switch (operation.path("state").asText()) {
        case "PAUSED" ->
            throw new LabException(
                "operation %s paused: %s".formatted(id, operation.path("why").asText()));
        case "AWAITING_APPROVAL" -> approve(operation);
        default -> Await.pause(PAUSE);
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
