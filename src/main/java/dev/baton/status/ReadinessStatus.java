package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.eventlog.PairDirectory.GoodDrill;
import dev.baton.step.Check;
import dev.baton.step.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether the pair could be switched now. */
@Schema(description = "Whether the pair could be switched now, with every check behind it")
public record ReadinessStatus(
    @Schema(description = "For a graceful switchover") Standing switchover,
    @Schema(description = "For a forced switchover") Standing forced,
    @Schema(description = "The last rehearsal that went well; no verdict depends on it")
        DrillStatus drill) {

  /** How long ago a drill succeeded. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(description = "How long ago a drill succeeded")
  public record DrillStatus(
      @Schema(description = "When; absent if none ever did") @Nullable Instant lastGood,
      @Schema(description = "Which one") @Nullable String operation,
      @Schema(description = "In words", examples = "12 days ago") String age,
      @Schema(description = "Whether the next one is due, by the setting baton.drill.due-after")
          boolean due) {

    static DrillStatus of(Optional<GoodDrill> last, Duration dueAfter, Instant now) {
      return last.map(
              drill -> {
                Duration age = Duration.between(drill.endedAt(), now);
                return new DrillStatus(
                    drill.endedAt(),
                    drill.operation().value(),
                    "%d days ago".formatted(Math.max(0, age.toDays())),
                    age.compareTo(dueAfter) > 0);
              })
          .orElseGet(() -> new DrillStatus(null, null, "never", true));
    }
  }

  /** A verdict with its checks, in the order an operator would look. */
  @Schema(description = "A verdict with its checks, in the order an operator would look")
  public record Standing(
      @Schema(description = "READY, NOT_READY or UNKNOWN; more may come", examples = "READY")
          String verdict,
      List<CheckStatus> checks) {

    static Standing of(Readiness readiness) {
      return new Standing(
          readiness.verdict().name(), readiness.checks().stream().map(CheckStatus::of).toList());
    }
  }

  /** One check. */
  @Schema(description = "One check with what was measured")
  public record CheckStatus(
      String name,
      @Schema(description = "READY, NOT_READY or UNKNOWN; more may come") String verdict,
      String measured,
      String limit,
      @Schema(description = "What to do about it; empty when it is met") String remedy) {

    static CheckStatus of(Check check) {
      return new CheckStatus(
          check.name(), check.verdict().name(), check.measured(), check.limit(), check.remedy());
    }
  }
}
