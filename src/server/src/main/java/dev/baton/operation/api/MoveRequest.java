package dev.baton.operation.api;

import dev.baton.http.ChangeBody;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to steer an operation. */
@Schema(
    description = "What it takes to steer an operation",
    requiredProperties = {"reason"})
record MoveRequest(
    @Schema(description = "For approve: the plan that is approved, as the operation shows it")
        @Nullable String planHash,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket)
    implements ChangeBody {}
