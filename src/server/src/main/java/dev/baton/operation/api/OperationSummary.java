package dev.baton.operation.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.eventlog.projection.OperationRow;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An operation in a list; its steps and open moves are in the operation itself. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An operation in a list; GET /v1/operations/{operation} has its steps")
public record OperationSummary(
    @Schema(examples = "switchover-7km3q9xw2p") String operation,
    @Schema(examples = "ci") String pair,
    @Schema(description = "As in the operation", examples = "switchover") String kind,
    @Schema(description = "As in the operation", examples = "graceful") @Nullable String mode,
    @Schema(description = "The site that was primary when it was asked for") String from,
    @Schema(description = "The site it is about") String to,
    @Schema(description = "As in the operation; once ended its outcome", examples = "RUNNING")
        String state,
    @Schema(description = "Present once it has ended; the state says the same")
        @Nullable String outcome,
    @Schema(description = "SHA-256 over the frozen steps") @Nullable String planHash,
    String requestedBy,
    @Nullable String reason,
    @Nullable String ticket,
    Instant requestedAt,
    @Nullable Instant endedAt,
    @Schema(description = "Version of the operation; the ETag") long version) {

  static OperationSummary of(OperationRow row) {
    return new OperationSummary(
        row.operation,
        row.pair,
        row.kind,
        row.mode,
        row.from,
        row.to,
        row.state,
        row.outcome,
        row.planHash,
        row.requestedBy,
        row.reason,
        row.ticket,
        row.requestedAt,
        row.endedAt,
        row.version);
  }
}
