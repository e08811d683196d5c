package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.host.Observation;
import dev.baton.pair.PairState;
import dev.baton.step.DataLoss;
import dev.baton.step.Replication;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How far the standby's database is behind, from the last sights of both. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How far the standby's database is behind; absent fields are not known")
public record ReplicationStatus(
    @Schema(description = "streaming, or what the receiver says; more may come") String state,
    @Nullable String primaryLsn,
    @Nullable String standbyLsn,
    @Schema(description = "Written but not received") @Nullable Long lagBytes,
    @Schema(
            description =
                "Age of the last replayed transaction, seconds; 0 when nothing is missing")
        @Nullable Long lagSeconds,
    @Schema(description = "Whether the primary acknowledges no commit before the standby has it")
        boolean synchronous,
    @Nullable String timeline) {

  static ReplicationStatus of(
      PairState pair, Optional<Observation> primary, Optional<Observation> standby, Instant now) {
    Map<String, String> from = primary.map(Observation::postgres).orElse(Map.of());
    Map<String, String> to = standby.map(Observation::postgres).orElse(Map.of());
    Optional<Long> lag = Replication.lagBytes(from, to);
    return new ReplicationStatus(
        to.getOrDefault("receiver", "unknown"),
        from.get("writeLsn"),
        to.get("receiveLsn"),
        lag.orElse(null),
        lag.filter(bytes -> bytes == 0).isPresent()
            ? Long.valueOf(0)
            : age(to.get("replayAt"), now),
        DataLoss.synchronous(pair, from),
        from.get("timeline"));
  }

  private static @Nullable Long age(@Nullable String replayAt, Instant now) {
    try {
      return replayAt == null || replayAt.isEmpty()
          ? null
          : Math.max(0, Duration.between(Instant.parse(replayAt), now).toSeconds());
    } catch (DateTimeParseException unreadable) {
      return null;
    }
  }
}
