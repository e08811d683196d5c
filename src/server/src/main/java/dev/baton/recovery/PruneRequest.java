package dev.baton.recovery;

import dev.baton.operation.api.StartRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to have kept data folders deleted. */
@Schema(
    description = "What it takes to have kept data folders deleted",
    requiredProperties = {"reason"})
record PruneRequest(
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket,
    @Schema(description = "Only show the plan, with all folders and their bytes")
        @Nullable Boolean validateOnly,
    @Schema(
            description = "Start only if the plan has this hash; else 412 with the difference",
            pattern = StartRequest.HASH)
        @Nullable String expectedPlanHash)
    implements StartRequest {}
