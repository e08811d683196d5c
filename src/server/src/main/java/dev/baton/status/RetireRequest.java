package dev.baton.status;

import dev.baton.http.ChangeBody;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to retire a pair. */
@Schema(
    description = "What it takes to retire a pair",
    requiredProperties = {"reason"})
record RetireRequest(
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket)
    implements ChangeBody {}
