package dev.baton.audit.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.baton.eventlog.EventCodec;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import java.time.Duration;
import java.time.Instant;
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
public record EventView(
    @Schema(
            description = "Position in the one order of all events, without a gap, from 1.",
            examples = "42")
        long seq,
    @Schema(description = "What happened", examples = "step.done") String type,
    @Schema(description = "Who or what it is about.", examples = "pair/ci") String stream,
    @Schema(description = "Position in its stream, from 1.") long version,
    @Nullable String pair,
    @Nullable String operation,
    @Schema(description = "Host it is about, or the step in it ran on") @Nullable String host,
    @Schema(examples = "stop-database@east-db") @Nullable String step,
    @Schema(
            description =
                "How it went, where that is a question. Known values: DONE, REFUSED, UNKNOWN,"
                    + " SKIPPED, DENIED, SUCCEEDED, COMPLETED_WITH_EXCEPTIONS, ROLLED_BACK, FAILED,"
                    + " ABORTED, TIMED_OUT; others may come",
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
    @Schema(description = "Boot id of the host whose agent it came from")
        @Nullable String agentBootId,
    @Nullable String sourceAddress,
    String requestId,
    @Nullable String traceparent,
    @Schema(description = "Sequence number of the event that caused this one.")
        @Nullable Long causation,
    @Schema(description = "Key of the call: its caller, method, path and own key")
        @Nullable String idempotencyKey,
    @Schema(description = "SHA-256 of the call's body, hex") @Nullable String requestHash,
    @Schema(
            description = "The fact itself; its fields depend on the type.",
            implementation = Map.class)
        @JsonRawValue
        String data,
    @Schema(description = "Hash of the event before, hex.") String prevHash,
    @Schema(description = "SHA-256 over all fields, hex.") String hash) {

  static EventView of(EventRow row) {
    Instant occurredAt = Instant.parse(row.text(EventColumn.OCCURRED_AT));
    Instant recordedAt = Instant.parse(row.text(EventColumn.RECORDED_AT));
    Map<EventColumn, String> texts = row.texts();
    String causation = texts.get(EventColumn.CAUSATION);
    return new EventView(
        row.number(EventColumn.SEQ),
        row.text(EventColumn.TYPE),
        row.text(EventColumn.STREAM),
        row.number(EventColumn.VERSION),
        texts.get(EventColumn.PAIR),
        texts.get(EventColumn.OPERATION),
        texts.get(EventColumn.HOST),
        texts.get(EventColumn.STEP),
        texts.get(EventColumn.OUTCOME),
        occurredAt,
        recordedAt,
        Duration.between(occurredAt, recordedAt).toMillis(),
        row.number(EventColumn.EPOCH),
        row.text(EventColumn.ACTOR),
        EventCodec.roles(row.text(EventColumn.ROLES)),
        texts.get(EventColumn.CREDENTIAL),
        texts.get(EventColumn.REASON),
        texts.get(EventColumn.TICKET),
        row.text(EventColumn.REPLICA),
        texts.get(EventColumn.AGENT_BOOT_ID),
        texts.get(EventColumn.SOURCE_ADDRESS),
        row.text(EventColumn.REQUEST_ID),
        texts.get(EventColumn.TRACEPARENT),
        causation == null ? null : Long.valueOf(causation),
        texts.get(EventColumn.IDEMPOTENCY_KEY),
        texts.get(EventColumn.REQUEST_HASH),
        row.text(EventColumn.PAYLOAD),
        row.text(EventColumn.PREV_HASH),
        row.text(EventColumn.HASH));
  }
}
