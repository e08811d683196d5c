package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.assessment.DataLoss;
import dev.baton.assessment.Replication;
import dev.baton.host.HostHealth;
import dev.baton.host.Observation;
import dev.baton.pair.PairState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How far the standby's database is behind, from the last observations of both. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How far the standby's database is behind; absent fields are not known")
public record ReplicationStatus(
    @Schema(
            description =
                "What the receiver says; unknown while stale. Known values: streaming, unknown; others"
                    + " may come")
        String state,
    @Schema(description = "Whether what follows says nothing of now, as one of the hosts is silent")
        boolean stale,
    @Schema(description = "Of the older of the two observations") @Nullable Instant observedAt,
    @Schema(description = "Position up to which the primary has written")
        @Nullable String primaryLsn,
    @Schema(description = "Position up to which the standby has received")
        @Nullable String standbyLsn,
    @Schema(description = "Written but not received") @Nullable Long lagBytes,
    @Schema(
            description =
                "Age of the last replayed transaction, seconds; 0 when nothing is missing")
        @Nullable Long lagSeconds,
    @Schema(description = "Whether the primary acknowledges no commit before the standby has it")
        boolean synchronous,
    @Schema(description = "Timeline of the primary") @Nullable String timeline) {

  static ReplicationStatus of(PairState pair, HostHealth primary, HostHealth standby, Instant now) {
    Map<String, String> from = primary.last().map(Observation::postgres).orElse(Map.of());
    Map<String, String> to = standby.last().map(Observation::postgres).orElse(Map.of());
    boolean stale = primary.stale() || standby.stale();
    Optional<Long> lag = Replication.lagBytes(from, to);
    return new ReplicationStatus(
        stale ? "unknown" : Evidence.of(to).text(EvidenceKey.RECEIVER, "unknown"),
        stale,
        HostHealth.older(primary, standby).orElse(null),
        Evidence.of(from).find(EvidenceKey.WRITE_LSN).orElse(null),
        Evidence.of(to).find(EvidenceKey.RECEIVE_LSN).orElse(null),
        lag.orElse(null),
        lag.filter(bytes -> bytes == 0).isPresent()
            ? Long.valueOf(0)
            : age(Evidence.of(to).find(EvidenceKey.REPLAY_AT).orElse(null), now),
        DataLoss.synchronous(pair, from),
        Evidence.of(from).find(EvidenceKey.TIMELINE).orElse(null));
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
