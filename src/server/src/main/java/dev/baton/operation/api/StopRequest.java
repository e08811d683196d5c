package dev.baton.operation.api;

import dev.baton.http.ChangeBody;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to stop everything, or to end that. */
@Schema(
    description = "What it takes to stop everything, or to end that",
    requiredProperties = {"reason"})
record StopRequest(
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket)
    implements ChangeBody {}
