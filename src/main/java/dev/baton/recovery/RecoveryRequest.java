package dev.baton.recovery;

import dev.baton.operation.StartRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to start a recovery. */
@Schema(
    description = "What it takes to start a recovery",
    requiredProperties = {"reason"})
record RecoveryRequest(
    @Schema(
            description =
                "How the database that is out follows again: auto (default), follow, rewind or basebackup",
            examples = "auto")
        @Nullable String rejoin,
    @Schema(description = "Whether service goes back to the home site, after an approval")
        @Nullable Boolean returnHome,
    @Schema(
            description =
                "After a split brain: the site whose data and service survive; the other one is fenced and"
                    + " copied anew, its old data folder kept",
            examples = "west")
        @Nullable String survivor,
    @Schema(
            description = "safe (default); documented is refused with the reason",
            examples = "safe")
        @Nullable String procedure,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket,
    @Schema(description = "Only make all checks and show the plan; nothing is recorded or moved")
        @Nullable Boolean validateOnly,
    @Schema(description = "Start only if the plan has this hash; else 412 with the difference")
        @Nullable String expectedPlanHash)
    implements StartRequest {

  RecoveryRequest onlyValidated() {
    return new RecoveryRequest(
        rejoin, returnHome, survivor, procedure, reason, ticket, Boolean.TRUE, expectedPlanHash);
  }
}
