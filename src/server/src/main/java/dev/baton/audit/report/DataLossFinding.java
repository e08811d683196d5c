package dev.baton.audit.report;

import dev.baton.audit.report.OperationReport.AttemptReport;
import dev.baton.audit.report.OperationReport.Loss;
import dev.baton.pair.OperationState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether acknowledged rows were lost, with the evidence for it. */
final class DataLossFinding {

  private DataLossFinding() {}

  static Loss of(OperationState operation, List<PlannedStep> steps, StepAttempts attempts) {
    if (!operation.promoted()) {
      return unmoved(steps, attempts);
    }
    Optional<AttemptReport> proof = success(steps, attempts, "prove-caught-up");
    if (proof.isPresent()) {
      return new Loss(
          "ZERO",
          "0",
          "0",
          null,
          "the new primary had replayed the old one's shutdown checkpoint before it was promoted",
          proof.get().evidence());
    }
    return lastQuote(steps, attempts)
        .map(DataLossFinding::quoted)
        .orElseGet(() -> unknown("no proof and no quote is on record"));
  }

  /** The one the promotion rested on: covered by the acceptance, or approved as it was quoted. */
  private static Optional<Map<String, String>> lastQuote(
      List<PlannedStep> steps, StepAttempts attempts) {
    return steps.reversed().stream()
        .filter(step -> step.name().equals("quote-data-loss"))
        .filter(step -> attempts.state(step.id()).equals("DONE"))
        .flatMap(step -> attempts.of(step.id()).reversed().stream().limit(1))
        .map(AttemptReport::evidence)
        .findFirst();
  }

  private static Loss unmoved(List<PlannedStep> steps, StepAttempts attempts) {
    boolean tried =
        steps.stream()
            .filter(step -> step.nature() == StepRole.POINT_OF_NO_RETURN)
            .anyMatch(step -> !attempts.state(step.id()).equals("PENDING"));
    return tried
        ? unknown("a promotion was tried, and no event says that it took effect")
        : new Loss("NOT_MOVED", null, null, null, "no database was promoted", Map.of());
  }

  private static Loss quoted(Map<String, String> quote) {
    String bytes = quote.getOrDefault("bytes", "unknown");
    return new Loss(
        bytes.matches("\\d+") ? "QUOTED" : "UNKNOWN",
        bytes,
        quote.getOrDefault("seconds", "unknown"),
        quote.getOrDefault("accepted", "unknown"),
        quote.getOrDefault("why", "quoted before the promotion"),
        quote);
  }

  private static Loss unknown(String why) {
    return new Loss("UNKNOWN", null, null, null, why, Map.of());
  }

  private static Optional<AttemptReport> success(
      List<PlannedStep> steps, StepAttempts attempts, String kind) {
    return steps.stream()
        .filter(step -> step.name().equals(kind))
        .flatMap(step -> attempts.success(step.id(), false).stream())
        .findFirst();
  }
}
