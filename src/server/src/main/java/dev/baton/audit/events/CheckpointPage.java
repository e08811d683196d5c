package dev.baton.audit.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.eventlog.checkpoint.Checkpoint;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of checkpoints, oldest first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A page of checkpoints, oldest first, and the key that verifies them")
public record CheckpointPage(
    @Schema(description = "Which log this is.") String installation,
    @Schema(description = "The ed25519 key that signs, base64 of its X.509 form.") String publicKey,
    @Schema(description = "Oldest first") List<Checkpoint> checkpoints,
    @Nullable String next) {}
