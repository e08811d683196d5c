package dev.baton.switchover;

import dev.baton.http.ChangeBody;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to carry a switchover on by a new forced plan. */
@Schema(
    description = "What it takes to carry a switchover on by a new forced plan",
    requiredProperties = {"reason"})
record EscalationRequest(
    @Schema(
            description = "What may be lost: none (default), unknown (any amount), or bytes",
            pattern = SwitchoverResource.ACCEPTED_LOSS,
            examples = "unknown")
        @Nullable String acceptDataLoss,
    @Schema(description = "For hosts of the old site that neither an agent nor a command can fence")
        @Nullable List<AttestationRequest> attestations,
    @Schema(description = "Findings to go on in spite of")
        @Nullable List<OverrideRequest> overrides,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket)
    implements ChangeBody {}
