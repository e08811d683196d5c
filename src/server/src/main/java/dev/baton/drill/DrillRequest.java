package dev.baton.drill;

import dev.baton.operation.api.StartRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to start a drill. */
@Schema(
    description = "What it takes to start a drill",
    requiredProperties = {"reason"})
record DrillRequest(
    @Schema(
            description =
                "Whether the application's start is rehearsed too, by application.drill of its host's"
                    + " policy; default false")
        @Nullable Boolean application,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket,
    @Schema(description = "Only make all checks and show the plan; nothing is recorded or copied")
        @Nullable Boolean validateOnly,
    @Schema(
            description = "Start only if the plan has this hash; else 412 with the difference",
            pattern = StartRequest.HASH)
        @Nullable String expectedPlanHash)
    implements StartRequest {}
