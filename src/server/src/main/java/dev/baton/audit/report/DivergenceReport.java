package dev.baton.audit.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.audit.report.OperationReport.AttemptReport;
import dev.baton.pair.HostId;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Diverged writes: what one database had written that the other never had, as found before it was
 * erased.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "ReportDivergence",
    description = "What the losing database had written after the fork, read before it was erased")
public record DivergenceReport(
    @Schema(description = "Where it was written") @Nullable String host,
    @Schema(description = "The timeline it was on") @Nullable String timeline,
    @Schema(description = "Where the primary's timeline left it; absent when not known")
        @Nullable String fork,
    @Schema(description = "First position that it alone had written") @Nullable String walFrom,
    @Schema(description = "Where its write-ahead log ended") @Nullable String walTo,
    @Schema(description = "Of write-ahead log") @Nullable String walBytes,
    @Schema(
            description = "Number of records by resource manager",
            examples = "Heap 3, Transaction 1")
        @Nullable String records,
    @Schema(description = "Transactions that were committed") @Nullable String commits,
    @Schema(description = "Rows, at least: a record of many rows is in bulkInserts")
        @Nullable String inserts,
    @Schema(description = "Rows that were changed, at least") @Nullable String updates,
    @Schema(description = "Rows that were deleted, at least") @Nullable String deletes,
    @Schema(description = "Records that each hold many rows") @Nullable String bulkInserts,
    @Schema(description = "Its timeline history file") @Nullable String history,
    @Schema(description = "Where evidence of it is kept, on that host") @Nullable String kept,
    @Schema(
            description =
                "How it was brought back in the end. Known values: rewind, basebackup; others may"
                    + " come",
            examples = "rewind")
        @Nullable String rejoinedBy,
    @Schema(description = "Why the way that was planned was left") @Nullable String because) {

  /** Reads it out of what was tried; empty when nothing was about to be erased. */
  static Optional<DivergenceReport> of(List<PlannedStep> steps, StepAttempts attempts) {
    return steps.stream()
        .filter(step -> step.name().equals("keep-evidence"))
        .flatMap(step ->
            attempts.success(step.id(), false).stream()
                .map(kept -> of(step, Evidence.of(kept.evidence()), steps, attempts)))
        .findFirst();
  }

  private static DivergenceReport of(
      PlannedStep step, Evidence found, List<PlannedStep> steps, StepAttempts attempts) {
    boolean copied = done("copy-database", steps, attempts);
    boolean rewound = done("rewind-database", steps, attempts);
    return new DivergenceReport(
        step.host().map(HostId::value).orElse(null),
        found.find(EvidenceKey.TIMELINE).orElse(null),
        found.find(EvidenceKey.FORK).filter(fork -> !fork.isEmpty()).orElse(null),
        found.find(EvidenceKey.WAL_FROM).orElse(null),
        found.find(EvidenceKey.WAL_TO).orElse(null),
        found.find(EvidenceKey.WAL_BYTES).orElse(null),
        found.find(EvidenceKey.SUMMARY).orElse(null),
        found.find(EvidenceKey.COMMITS).orElse(null),
        found.find(EvidenceKey.INSERTS).orElse(null),
        found.find(EvidenceKey.UPDATES).orElse(null),
        found.find(EvidenceKey.DELETES).orElse(null),
        found.find(EvidenceKey.BULK_INSERTS).orElse(null),
        found.find(EvidenceKey.HISTORY).orElse(null),
        found.find(EvidenceKey.FOLDER).orElse(null),
        copied ? RejoinKind.BASEBACKUP.word() : rewound ? RejoinKind.REWIND.word() : null,
        copied ? failure(steps, attempts).orElse(null) : null);
  }

  private static boolean done(String name, List<PlannedStep> steps, StepAttempts attempts) {
    return steps.stream()
        .filter(step -> step.name().equals(name))
        .anyMatch(step -> attempts.success(step.id(), false).isPresent());
  }

  private static Optional<String> failure(List<PlannedStep> steps, StepAttempts attempts) {
    return steps.stream()
        .filter(step -> step.name().equals("rewind-database"))
        .flatMap(step -> attempts.of(step.id()).stream())
        .map(AttemptReport::why)
        .flatMap(why -> Optional.ofNullable(why).stream())
        .reduce((first, last) -> last);
  }

  /** In words, for people. */
  String words() {
    String rows =
        "%s commits, at least %s rows inserted, %s updated, %s deleted"
            .formatted(or(commits), or(inserts), or(updates), or(deletes));
    return "%s wrote %s bytes of log on timeline %s, from %s to %s: %s (%s). Kept in %s%s."
        .formatted(
            or(host),
            or(walBytes),
            or(timeline),
            or(fork == null ? walFrom : fork),
            or(walTo),
            rows,
            or(records),
            or(kept),
            rejoinedBy == null
                ? ""
                : "; brought back by %s%s"
                    .formatted(rejoinedBy, because == null ? "" : ", because " + because));
  }

  private static String or(@Nullable String text) {
    return text == null ? "?" : text;
  }
}
