package dev.baton.switchover;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The caller's word that a host is off, where no agent and no command can make sure of it. */
@Schema(
    name = "Attestation",
    description =
        "The caller's word that a host of the old primary's site is off. It is looked into as far as"
            + " can be seen from elsewhere, and any sign of life is a refusal. A host whose agent"
            + " answers is fenced by that agent, whatever is stated.",
    requiredProperties = {"host", "statement", "at"})
record AttestationRequest(
    @Schema(
            description = "A host of the site that is primary by record",
            maxLength = 63,
            examples = "east-db")
        @Nullable String host,
    @Schema(
            description = "What was done to it, by whom; goes into the log",
            examples = "breaker 4 of rack E is off, J. Doe saw it dark")
        @Nullable String statement,
    @Schema(
            description = "When that was done, with offset",
            format = "date-time",
            examples = "2026-01-31T03:15:00Z")
        @Nullable String at) {}
