package dev.baton.audit.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Everything the event log says of one operation. No clock is asked: the same events give the same
 * report.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "OperationReport",
    description =
        "What the event log says of one operation, from its events alone; the same events give the same"
            + " report. Absent fields do not apply or are not known yet.")
public record OperationReport(
    String operation,
    String pair,
    @Schema(examples = "switchover") String kind,
    @Schema(description = "Absent where the kind leaves no choice", examples = "graceful")
        @Nullable String mode,
    String from,
    String to,
    @Schema(description = "As in the operation itself", examples = "SUCCEEDED") String state,
    @Nullable String outcome,
    @Schema(description = "The request: who, why, from where") OperatorAction request,
    @Schema(description = "What the caller agreed to lose, as given") @Nullable String acceptedLoss,
    @Schema(description = "Time of the newest event in here") Instant asOf,
    @Schema(description = "Oldest first; more than one when it was planned anew")
        List<FrozenPlan> plans,
    @Schema(description = "What people said to it after the request, oldest first")
        List<OperatorAction> words,
    @Schema(description = "In the order of the plan") List<StepReport> steps,
    @Schema(description = "What was skipped, overridden or ignored") List<String> exceptions,
    @Schema(description = "Ids of planned steps that were never started") List<String> notStarted,
    @Schema(description = "Each time it stood still for a person") List<Wait> waits,
    @Schema(description = "Replicas that took the pair over meanwhile") List<TakeOver> takeOvers,
    @Schema(description = "When what was reached") Milestones milestones,
    @Schema(description = "From the first step that closes service to service being back")
        @Nullable TimeSpan serviceGap,
    @Schema(description = "From the request to service being back, or to the end")
        TimeSpan recoveryTime,
    @Schema(description = "What became of acknowledged rows") Loss dataLoss,
    @Schema(description = "Absent where nothing was about to be erased")
        @Nullable DivergenceReport divergence,
    @Schema(description = "What is still to be done, as the operation left it") List<String> open,
    @Schema(description = "The events it was made from") Source source) {

  /** Somebody's decision. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReportWord", description = "What somebody decided")
  public record OperatorAction(
      @Schema(examples = "approve") String what,
      Instant at,
      String actor,
      List<String> roles,
      @Nullable String credential,
      @Nullable String sourceAddress,
      @Nullable String reason,
      @Nullable String ticket,
      @Nullable String step,
      @Schema(description = "Of an approval: what was approved") @Nullable String planHash,
      String requestId,
      long seq) {}

  /** A plan as it was frozen. */
  @Schema(name = "ReportPlan", description = "A plan as it was frozen")
  public record FrozenPlan(
      @Schema(description = "SHA-256 over the steps") String hash,
      Instant at,
      @Schema(description = "Ids, in the order of the plan") List<String> steps) {}

  /** One step with all that was tried. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReportStep", description = "One step with all that was tried")
  public record StepReport(
      String id,
      String name,
      @Nullable String host,
      String phase,
      @Schema(description = "What the plan gave it to go by") Map<String, String> params,
      @Schema(
              description =
                  "How it stands. Known values: PENDING, RUNNING, DONE, REFUSED, UNKNOWN, SKIPPED,"
                      + " UNDONE; others may come")
          String state,
      @Schema(description = "First attempt begun to last attempt ended") @Nullable Long ms,
      List<AttemptReport> attempts) {}

  /** One attempt at a step or at its undo. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReportAttempt", description = "One attempt at a step, or at taking it back")
  public record AttemptReport(
      int number,
      @Schema(description = "Whether it takes the step back") boolean undo,
      Instant startedAt,
      Instant deadline,
      @Nullable Instant endedAt,
      @Nullable Long ms,
      @Schema(
              description =
                  "How it went. Known values: RUNNING, DONE, REFUSED, UNKNOWN; others may come")
          String result,
      @Nullable String code,
      @Nullable String why,
      Map<String, String> evidence) {}

  /** A time in which nothing went on until a person moved it on. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReportWait", description = "A time in which it waited for a person")
  public record Wait(
      @Schema(
              description = "What was waited for. Known values: pause, approval; others may come",
              examples = "pause")
          String kind,
      @Schema(description = "Absent when a person paused it") @Nullable String step,
      String why,
      @Schema(description = "When it began") Instant from,
      @Schema(description = "Absent while it waits") @Nullable Instant to,
      @Nullable Long ms,
      @Schema(description = "Who moved it on") @Nullable String movedBy,
      @Schema(description = "How", examples = "retry") @Nullable String move) {}

  /** Another replica went on with it. */
  @Schema(name = "ReportTakeOver", description = "Another replica went on with it")
  public record TakeOver(Instant at, String replica, long epoch) {}

  /** When what was reached, by the database's clock. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReportMilestones", description = "When what was reached; absent: not reached")
  public record Milestones(
      @Schema(description = "Of a forced one: the old primary was last seen")
          @Nullable Instant primaryLastSeenAt,
      Instant requestedAt,
      @Nullable Instant startedAt,
      @Schema(description = "The address was given up") @Nullable Instant serviceClosedAt,
      @Schema(description = "The other site became primary") @Nullable Instant promotedAt,
      @Schema(description = "The other site took the address") @Nullable Instant addressTakenAt,
      @Schema(description = "Users were served again") @Nullable Instant serviceBackAt,
      @Schema(description = "The site that was left behind follows again")
          @Nullable Instant redundantAt,
      @Nullable Instant endedAt) {}

  /** A stretch of time, split into who was waited for. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReportSpan", description = "A stretch of time")
  public record TimeSpan(
      @Schema(description = "When it began") Instant from,
      @Schema(description = "Absent while it lasts; the numbers then go up to asOf")
          @Nullable Instant to,
      long ms,
      @Schema(description = "Without the waits for a person") long machineMs,
      @Schema(description = "Waits for an approval or for somebody to move it on") long humanMs) {}

  /** What became of acknowledged rows. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReportLoss", description = "What became of acknowledged rows")
  public record Loss(
      @Schema(
              description =
                  "ZERO is proven, NOT_MOVED: no database was promoted, QUOTED: exactly so much,"
                      + " UNKNOWN: it may be more. Known values: ZERO, NOT_MOVED, QUOTED, UNKNOWN;"
                      + " others may come",
              examples = "ZERO")
          String verdict,
      @Schema(description = "Of write-ahead log; 'at least' where it may be more")
          @Nullable String bytes,
      @Schema(description = "Time of which writes may be lost") @Nullable String seconds,
      @Schema(description = "What was accepted") @Nullable String accepted,
      String why,
      Map<String, String> evidence) {}

  /** Where in the log it stands. */
  @Schema(name = "ReportSource", description = "The events it was made from")
  public record Source(
      @Schema(description = "Number of the first one") long firstSeq,
      @Schema(description = "Number of the last one") long lastSeq,
      @Schema(description = "How many there are") int events,
      @Schema(description = "Hash of the last one, hex") String lastHash) {}
}
