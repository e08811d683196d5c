package dev.baton.status;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the checks are made for. */
@Schema(
    description = "What the checks are made for",
    requiredProperties = {"operation"})
record PrecheckRequest(
    @Schema(
            description = "switchover, recovery or drill",
            pattern = "^(switchover|recovery|drill)$",
            examples = "switchover")
        @Nullable String operation,
    @Schema(
            description = "Of a switchover: graceful (default) or forced",
            pattern = "^(graceful|forced)$")
        @Nullable String mode) {}
