package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.assessment.Check;
import dev.baton.assessment.ForcedRequirements;
import dev.baton.assessment.Readiness;
import dev.baton.eventlog.projection.PairDirectory.GoodDrill;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether the pair could be switched now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Whether the pair could be switched now, with every check behind it")
public record ReadinessStatus(
    @Schema(description = "For a graceful switchover") Standing switchover,
    @Schema(description = "For a forced switchover: what the site that is to take over needs")
        Standing forced,
    @Schema(
            description =
                "What the call of a forced switchover would have to state now; only where readiness"
                    + " is asked for by itself, because all hosts are looked at for it")
        @Nullable ForcedCall forcedCall,
    @Schema(description = "The last rehearsal that went well; no verdict depends on it")
        DrillStatus drill) {

  /** How long ago a drill succeeded. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(description = "How long ago a drill succeeded")
  public record DrillStatus(
      @Schema(description = "When; absent if none ever did") @Nullable Instant lastGood,
      @Schema(description = "Which one") @Nullable String operation,
      @Schema(description = "In words", examples = "12 days ago") String age,
      @Schema(description = "Whether the next one is due, by the setting baton.drill.due-after")
          boolean due) {

    static DrillStatus of(Optional<GoodDrill> last, Duration dueAfter, Instant now) {
      return last.map(
              drill -> {
                Duration age = Duration.between(drill.endedAt(), now);
                return new DrillStatus(
                    drill.endedAt(),
                    drill.operation().value(),
                    "%d days ago".formatted(Math.max(0, age.toDays())),
                    age.compareTo(dueAfter) > 0);
              })
          .orElseGet(() -> new DrillStatus(null, null, "never", true));
    }
  }

  /** What a forced switchover would have to state, as the call itself would find it. */
  @Schema(description = "What a forced switchover would have to state, as the call would find it")
  public record ForcedCall(
      @Schema(
              description =
                  "Whether it would go through with all of this stated, its loss accepted")
          boolean possible,
      @Schema(description = "Hosts that a person has to attest")
          List<AttestationNeeded> attestations,
      @Schema(description = "Findings that have to be overridden") List<OverrideNeeded> overrides) {

    public ForcedCall {
      attestations = List.copyOf(attestations);
      overrides = List.copyOf(overrides);
    }

    static ForcedCall of(ForcedRequirements required) {
      return new ForcedCall(
          required.possible(),
          required.attestations().stream()
              .map(host ->
                  new AttestationNeeded(
                      host.value(), required.contradicted().getOrDefault(host, List.of())))
              .toList(),
          required.overrides().entrySet().stream()
              .map(found -> new OverrideNeeded(found.getKey().word(), found.getValue()))
              .sorted(Comparator.comparing(OverrideNeeded::finding))
              .toList());
    }
  }

  /** A host that only a person can say is off. */
  @Schema(description = "A host that only a person can say is off")
  public record AttestationNeeded(
      String host,
      @Schema(description = "Signs of life; while there are any, an attestation is refused")
          List<String> contradictedBy) {

    public AttestationNeeded {
      contradictedBy = List.copyOf(contradictedBy);
    }
  }

  /** A finding that has to be passed over by its name. */
  @Schema(description = "A finding that has to be passed over by its name")
  public record OverrideNeeded(
      @Schema(
              description =
                  "Its name. Known values: primary-agent-writable, primary-postgres-reachable,"
                      + " primary-streams, primary-application-up, address-answered,"
                      + " second-opinion-missing; others may come")
          String finding,
      @Schema(description = "What was seen") String seen) {}

  /** A verdict with its checks, in the order an operator would look. */
  @Schema(description = "A verdict with its checks, in the order an operator would look")
  public record Standing(
      @Schema(
              description =
                  "What its checks come to. Known values: READY, NOT_READY, UNKNOWN; others may come",
              examples = "READY")
          String verdict,
      @Schema(description = "Every check, met or not") List<CheckStatus> checks) {

    static Standing of(Readiness readiness) {
      return new Standing(
          readiness.verdict().name(), readiness.checks().stream().map(CheckStatus::of).toList());
    }
  }

  /** One check. */
  @Schema(description = "One check with what was measured")
  public record CheckStatus(
      String name,
      @Schema(
              description =
                  "Whether it is met. Known values: READY, NOT_READY, UNKNOWN; others may come")
          String verdict,
      @Schema(description = "What the world shows") String measured,
      @Schema(description = "What it should show") String limit,
      @Schema(description = "What to do about it; empty when it is met") String remedy) {

    static CheckStatus of(Check check) {
      return new CheckStatus(
          check.name(), check.verdict().name(), check.measured(), check.limit(), check.remedy());
    }
  }
}
