package dev.baton.operation.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.operation.engine.EmergencyStop;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether everything is stopped, and what that means for each operation under way. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Whether everything is stopped; who, when and why are absent when it is not")
record StopView(
    @Schema(description = "Whether nothing may start") boolean stopped,
    @Schema(description = "Who stopped it") @Nullable String by,
    @Schema(description = "When that was") @Nullable Instant since,
    @Nullable String reason,
    @Nullable String ticket,
    @Schema(
            description =
                "False while it is in force on the replica that was told of it, and not on record yet; that"
                    + " follows by itself")
        @Nullable Boolean recorded,
    @Schema(description = "Every operation under way; empty when there is none")
        List<UnderWay> operations) {

  StopView {
    operations = List.copyOf(operations);
  }

  /** An operation under way. */
  @Schema(description = "An operation under way while everything is stopped, or not")
  record UnderWay(
      String operation,
      String pair,
      @Schema(description = "As in the operation itself", examples = "RUNNING") String state,
      @Schema(
              description =
                  "Whether a stop holds it before its next step. If not, going on is what gives the users"
                      + " their service again: the promotion was tried, or it is on its way back")
          boolean held) {

    static UnderWay of(PairState pair, OperationState operation) {
      return new UnderWay(
          operation.id().value(),
          pair.pair().value(),
          operation.progress().word(),
          operation.mayBeStopped());
    }
  }

  static StopView of(Optional<EmergencyStop> stop, List<PairState> pairs) {
    return new StopView(
        stop.isPresent(),
        stop.map(EmergencyStop::by).orElse(null),
        stop.map(EmergencyStop::since).orElse(null),
        stop.map(EmergencyStop::reason).orElse(null),
        stop.flatMap(EmergencyStop::ticket).orElse(null),
        stop.map(EmergencyStop::recorded).orElse(null),
        pairs.stream()
            .flatMap(pair -> pair.running().stream().map(o -> UnderWay.of(pair, o)))
            .toList());
  }
}
