package dev.baton.switchover;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The caller's will to go on in spite of one finding. */
@Schema(
    name = "FindingOverride",
    description =
        "The will to go on in spite of one finding of a refusal, by its name. No override replaces the"
            + " proof that the old primary is fenced and its address free.",
    requiredProperties = {"finding", "reason"})
record OverrideRequest(
    @Schema(
            description =
                "The finding, as the refusal names it. Known values: primary-agent-writable,"
                    + " primary-postgres-reachable, primary-streams, primary-application-up,"
                    + " address-answered, second-opinion-missing; others may come",
            examples = "primary-postgres-reachable")
        @Nullable String finding,
    @Schema(description = "Why that finding may be passed over; goes into the log")
        @Nullable String reason) {}
