package dev.baton.audit.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.eventlog.checkpoint.CheckpointReport;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What holding the event log against its checkpoints found. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description = "What the checkpoints, in the database and in the file, say about the event log.")
public record CheckpointSummary(
    @Schema(description = "How many there are.") long count,
    @Schema(description = "Events up to this one are as they were when the newest was signed.")
        @Nullable Long vouchedFor,
    @Schema(description = "What is not as it should be, in order; empty when all is well.")
        List<Finding> findings) {

  /** One thing that is not as it should be. */
  @Schema(
      name = "CheckpointFinding",
      description = "Every kind but GAP means that somebody had a hand in it.")
  public record Finding(
      @Schema(
              description =
                  "What is wrong. Known values: FORGED, FOREIGN, CHANGED, CUT, REPEATED, MISSING,"
                      + " UNREADABLE, GAP; others may come")
          String kind,
      @Schema(description = "Number of the checkpoint, or of the one behind the gap.") long number,
      String detail) {}

  static CheckpointSummary of(CheckpointReport found) {
    return new CheckpointSummary(
        found.count(),
        found.newest().map(newest -> newest.seq()).orElse(null),
        found.findings().stream()
            .map(f -> new Finding(f.kind().name(), f.number(), f.detail()))
            .toList());
  }
}
