package dev.baton.access;

import dev.baton.http.ChangeBody;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to register a host. */
@Schema(
    description = "What it takes to register a host",
    requiredProperties = {"host", "endpoint", "reason"})
record HostRegistration(
    @Schema(
            description = "Lower-case letters, digits and hyphens, 1 to 63 characters",
            maxLength = 63,
            examples = "east-db")
        @Nullable String host,
    @Schema(
            description = "Address or name, and port from 1 to 65535, of its agent",
            pattern = Endpoint.PATTERN,
            examples = "10.77.0.12:7443")
        @Nullable String endpoint,
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket)
    implements ChangeBody {}
