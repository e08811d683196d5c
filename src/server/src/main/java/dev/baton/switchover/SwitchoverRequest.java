package dev.baton.switchover;

import dev.baton.operation.api.StartRequest;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to start a switchover. */
@Schema(
    description = "What it takes to start a switchover",
    requiredProperties = {"mode", "to", "reason"})
record SwitchoverRequest(
    @Schema(
            description =
                "graceful loses nothing and needs both sites; forced is for a primary that is lost",
            pattern = "^(graceful|forced)$",
            examples = "graceful")
        @Nullable String mode,
    @Schema(description = "The site that is to be primary", maxLength = 63, examples = "west")
        @Nullable String to,
    @Schema(
            description =
                "What may be lost in a forced one: none, unknown (any amount), or a number of bytes",
            pattern = SwitchoverResource.ACCEPTED_LOSS,
            examples = "unknown")
        @Nullable String acceptDataLoss,
    @Schema(description = "For hosts of the old site that neither an agent nor a command can fence")
        @Nullable List<AttestationRequest> attestations,
    @Schema(description = "Findings to go on in spite of")
        @Nullable List<OverrideRequest> overrides,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket,
    @Schema(description = "Only make all checks and show the plan; nothing is recorded or moved")
        @Nullable Boolean validateOnly,
    @Schema(
            description = "Start only if the plan has this hash; else 412 with the difference",
            pattern = StartRequest.HASH)
        @Nullable String expectedPlanHash)
    implements StartRequest {}
