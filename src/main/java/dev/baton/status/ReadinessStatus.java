package dev.baton.status;

import dev.baton.step.Check;
import dev.baton.step.Readiness;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether the pair could be switched now. */
@Schema(description = "Whether the pair could be switched now, with every check behind it")
public record ReadinessStatus(
    @Schema(description = "For a graceful switchover") Standing switchover,
    @Schema(description = "For a forced switchover") Standing forced) {

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
