package dev.baton.operation.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.operation.engine.OperationHistory.StepRun;
import dev.baton.pair.HostId;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One step of an operation, as callers see it. Absent fields are not known (yet). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One step of an operation; absent fields are not known yet")
public record StepView(
    @Schema(examples = "stop-database@east-db") String id,
    @Schema(examples = "stop-database") String name,
    @Nullable String host,
    @Schema(examples = "close") String phase,
    @Schema(
            description =
                "How it stands. Known values: PENDING, RUNNING, DONE, REFUSED, UNKNOWN, SKIPPED,"
                    + " UNDONE; others may come",
            examples = "DONE")
        String state,
    @Schema(description = "How often it was started") int attempt,
    @Schema(description = "Of the last attempt, UTC") @Nullable Instant startedAt,
    @Schema(description = "From the order on record to its outcome on record, milliseconds")
        @Nullable Long ms,
    @Schema(description = "What was read from the world to justify the state")
        @Nullable Map<String, String> evidence,
    @Schema(description = "Stable code of a refusal") @Nullable String code,
    @Schema(description = "Why it is not done") @Nullable String why,
    @Schema(description = "State of its undo in a rollback, one of those of the step")
        @Nullable String undo,
    @Schema(
            description =
                "How far a long one has come, as its agent says now: bytes and bytesTotal of a copy")
        @Nullable Map<String, String> progress) {

  static StepView of(StepRun run, @Nullable Map<String, String> progress) {
    PlannedStep step = run.step();
    StepState state = run.state();
    StepState undo = run.undo();
    Duration took = run.took();
    return new StepView(
        step.id(),
        step.name(),
        step.host().map(HostId::value).orElse(null),
        step.phase(),
        undo instanceof StepState.Done ? "UNDONE" : word(state),
        state == null ? 0 : state.attempt(),
        run.startedAt(),
        took == null ? null : took.toMillis(),
        evidence(state).filter(e -> !e.isEmpty()).orElse(null),
        refused(state).or(() -> refused(undo)).map(r -> r.code().wireName()).orElse(null),
        why(state).or(() -> why(undo)).orElse(null),
        undo == null ? null : word(undo),
        progress);
  }

  private static String word(@Nullable StepState state) {
    return switch (state) {
      case null -> "PENDING";
      case StepState.Started s -> "RUNNING";
      case StepState.Done d -> "DONE";
      case StepState.Refused r -> "REFUSED";
      case StepState.Unknown u -> "UNKNOWN";
      case StepState.Skipped s -> "SKIPPED";
      case StepState.ToRetry t -> "PENDING";
    };
  }

  private static Optional<Map<String, String>> evidence(@Nullable StepState state) {
    return state instanceof StepState.Done done
        ? Optional.of(done.evidence())
        : refused(state).map(StepState.Refused::evidence);
  }

  private static Optional<StepState.Refused> refused(@Nullable StepState state) {
    return state instanceof StepState.Refused refused ? Optional.of(refused) : Optional.empty();
  }

  private static Optional<String> why(@Nullable StepState state) {
    return switch (state) {
      case StepState.Unknown unknown -> Optional.of(unknown.why());
      case StepState.Skipped skipped -> Optional.of(skipped.why());
      case null, default -> refused(state).map(StepState.Refused::why);
    };
  }
}
