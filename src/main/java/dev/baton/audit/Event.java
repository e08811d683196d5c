package dev.baton.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.baton.eventlog.EventCodec;
import dev.baton.eventlog.EventEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API shows it: one flat shape for all types, absent fields left out. Names are
 * part of the API.
 */
@Schema(
    description = "A fact, recorded once and never changed. Fields that do not apply are absent.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(
    @Schema(
            description = "Position in the one order of all events, without a gap, from 1.",
            examples = "42")
        long seq,
    @Schema(description = "What happened; more types may come.", examples = "step.done")
        String type,
    @Schema(description = "Who or what it is about.", examples = "pair/ci") String stream,
    @Schema(description = "Position in its stream, from 1.") long version,
    @Nullable String pair,
    @Nullable String operation,
    @Nullable String host,
    @Schema(examples = "stop-database@east-db") @Nullable String step,
    @Schema(
            description = "How it went, where that is a question; more values may come.",
            examples = "DONE")
        @Nullable String outcome,
    @Schema(description = "By the clock of whoever saw it.") Instant occurredAt,
    @Schema(description = "By the clock of the database.") Instant recordedAt,
    @Schema(description = "Milliseconds from occurred to recorded: delay and difference of clocks.")
        long skewMs,
    @Schema(description = "Fencing token of the writer; 0 where no lease is in play.") long epoch,
    String actor,
    List<String> roles,
    @Schema(description = "What identified the actor; never a secret.") @Nullable String credential,
    @Nullable String reason,
    @Nullable String ticket,
    @Schema(description = "Which control plane recorded it.") String replica,
    @Nullable String agentBootId,
    @Nullable String sourceAddress,
    String requestId,
    @Nullable String traceparent,
    @Schema(description = "Sequence number of the event that caused this one.")
        @Nullable Long causation,
    @Nullable String idempotencyKey,
    @Nullable String requestHash,
    @Schema(
            description = "The fact itself; its fields depend on the type.",
            implementation = Map.class)
        @JsonRawValue
        String data,
    @Schema(description = "Hash of the event before, hex.") String prevHash,
    @Schema(description = "SHA-256 over all fields, hex.") String hash) {

  static Event of(EventEntity e) {
    return new Event(
        e.seq,
        e.type,
        e.stream,
        e.version,
        e.pair,
        e.operation,
        e.host,
        e.step,
        e.outcome,
        e.occurredAt,
        e.recordedAt,
        Duration.between(e.occurredAt, e.recordedAt).toMillis(),
        e.epoch,
        e.actor,
        EventCodec.roles(e.roles),
        e.credential,
        e.reason,
        e.ticket,
        e.replica,
        e.agentBootId,
        e.sourceAddress,
        e.requestId,
        e.traceparent,
        e.causation,
        e.idempotencyKey,
        e.requestHash,
        e.payload,
        HexFormat.of().formatHex(e.prevHash),
        HexFormat.of().formatHex(e.hash));
  }
}
