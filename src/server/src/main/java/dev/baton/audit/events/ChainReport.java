package dev.baton.audit.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.append.LogHead;
import dev.baton.eventlog.append.Verification;
import dev.baton.eventlog.checkpoint.CheckpointReport;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the verification of the hash chain and its checkpoints found. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Whether every event still fits the hash of the one before.")
public record ChainReport(
    @Schema(
            description =
                "Every event fits, no checkpoint speaks against it, and nothing that was acknowledged is"
                    + " missing.")
        boolean verified,
    @Schema(description = "Events that fit, from the first on.") long count,
    Head head,
    @Schema(description = "Sequence number of the first event that is missing or does not fit.")
        @Nullable Long firstBroken,
    CheckpointSummary checkpoints,
    @Schema(description = "The newest event that this replica acknowledged or saw; seq 0 for none.")
        Head acknowledged,
    @Schema(
            description =
                "What was acknowledged and is missing from the log, or was replaced in it; absent while"
                    + " nothing is.")
        @Nullable String rollback) {

  /** The newest event, as the log itself remembers it. */
  @Schema(name = "ChainHead", description = "The newest event; seq 0 in an empty log.")
  public record Head(long seq, String hash) {}

  static ChainReport of(
      Verification found,
      CheckpointReport checkpoints,
      LogHead acknowledged,
      Optional<LogRollback> rollback) {
    OptionalLong broken = found.firstBroken();
    return new ChainReport(
        found.verified() && checkpoints.whole() && rollback.isEmpty(),
        found.count(),
        new Head(found.headSeq(), found.headHash()),
        broken.isPresent() ? broken.getAsLong() : null,
        CheckpointSummary.of(checkpoints),
        new Head(acknowledged.seq(), acknowledged.hash()),
        rollback.map(LogRollback::sentence).orElse(null));
  }
}
