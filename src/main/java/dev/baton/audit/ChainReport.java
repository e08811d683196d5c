package dev.baton.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.eventlog.CheckpointReport;
import dev.baton.eventlog.Verification;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether the record is whole. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Whether every event still fits the hash of the one before.")
public record ChainReport(
    @Schema(description = "Every event fits, and no checkpoint speaks against it.")
        boolean verified,
    @Schema(description = "Events that fit, from the first on.") long count,
    Head head,
    @Schema(description = "Sequence number of the first event that is missing or does not fit.")
        @Nullable Long firstBroken,
    CheckpointSummary checkpoints) {

  /** The newest event, as the log itself remembers it. */
  @Schema(name = "ChainHead", description = "The newest event; seq 0 in an empty log.")
  public record Head(long seq, String hash) {}

  static ChainReport of(Verification found, CheckpointReport checkpoints) {
    OptionalLong broken = found.firstBroken();
    return new ChainReport(
        found.verified() && checkpoints.whole(),
        found.count(),
        new Head(found.headSeq(), found.headHash()),
        broken.isPresent() ? broken.getAsLong() : null,
        CheckpointSummary.of(checkpoints));
  }
}
