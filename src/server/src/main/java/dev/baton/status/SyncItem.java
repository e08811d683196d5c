package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One row of the sync table. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One row of the sync table")
public record SyncItem(
    @Schema(description = "A file, a folder, or database", examples = "cruise-config.xml")
        String item,
    @Schema(
            description =
                "Whether both are the same; UNKNOWN could not be compared. Known values: IN_SYNC,"
                    + " OUT_OF_SYNC, UNKNOWN; others may come",
            examples = "IN_SYNC")
        String state,
    @Schema(description = "Since when it is so, as far as this replica has seen")
        @Nullable Instant since,
    @Schema(description = "Digest, absent, or position on the primary's site; stale if UNKNOWN")
        @Nullable String primary,
    @Schema(description = "The same on the standby's site") @Nullable String standby,
    @Schema(description = "Whether a host is silent, and so the last two say nothing of now")
        boolean stale,
    @Schema(description = "Of the older of the two observations") @Nullable Instant observedAt) {

  SyncItem since(@Nullable Instant when) {
    return new SyncItem(item, state, when, primary, standby, stale, observedAt);
  }
}
