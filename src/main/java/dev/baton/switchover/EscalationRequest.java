package dev.baton.switchover;

import dev.baton.http.Reasoned;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to carry a graceful switchover on as a forced one. */
@Schema(
    description = "What it takes to carry a graceful switchover on as a forced one",
    requiredProperties = {"reason"})
record EscalationRequest(
    @Schema(
            description = "What may be lost: none (default), unknown (any amount), or bytes",
            examples = "unknown")
        @Nullable String acceptDataLoss,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket)
    implements Reasoned {}
