package dev.baton.audit.report;

import dev.baton.audit.report.OperationReport.AttemptReport;
import dev.baton.audit.report.OperationReport.FrozenPlan;
import dev.baton.audit.report.OperationReport.Milestones;
import dev.baton.audit.report.OperationReport.OperatorAction;
import dev.baton.audit.report.OperationReport.Source;
import dev.baton.audit.report.OperationReport.TakeOver;
import dev.baton.audit.report.OperationReport.TimeSpan;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.*;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Progress;
import dev.baton.pair.kind.OperationMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds an operation's report from its pair's stream. Pure: no clock, no other source. */
final class ReportBuilder {

  private final List<RecordedEvent> events = new ArrayList<>();
  private final List<OperatorAction> actions = new ArrayList<>();
  private final List<FrozenPlan> plans = new ArrayList<>();
  private final Map<String, PlannedStep> steps = new LinkedHashMap<>();
  private final StepAttempts attempts = new StepAttempts();
  private final WaitTimes waits = new WaitTimes();
  private final List<TakeOver> takeOvers = new ArrayList<>();
  private Optional<AcceptedLoss> acceptedLoss = Optional.empty();
  private Optional<Instant> promotedAt = Optional.empty();
  private Optional<Instant> joinedAt = Optional.empty();
  private Optional<Instant> endedAt = Optional.empty();

  private ReportBuilder() {}

  /**
   * The report; empty when the stream knows no such operation.
   *
   * @param stream of the pair, whole, oldest first
   */
  static Optional<OperationReport> report(OperationId id, List<RecordedEvent> stream) {
    Optional<String> name = Optional.of(id.value());
    List<RecordedEvent> own = stream.stream().filter(e -> e.operation().equals(name)).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    boolean ended = own.getLast().event() instanceof OperationEnded;
    long last = ended ? own.getLast().version() : stream.getLast().version();
    ReportBuilder builder = new ReportBuilder();
    List<PairEvent> upToHere = new ArrayList<>();
    for (RecordedEvent event : stream) {
      if (event.version() > last) {
        break;
      }
      upToHere.add(event.pairEvent());
      if (event.version() >= own.getFirst().version()) {
        builder.take(event);
      }
    }
    return Optional.of(builder.report(PairState.from(upToHere)));
  }

  /** Total: a new kind of event fails to compile here. */
  private void take(RecordedEvent event) {
    events.add(event);
    Instant at = event.recordedAt();
    switch ((PairEvent) event.event()) {
      case SwitchoverRequested e -> acceptedLoss = e.acceptedLoss();
      case RecoveryRequested e -> {}
      case ReopeningRequested e -> {}
      case PruneRequested e -> {}
      case ResolveRequested e -> {}
      case SplitBrainSeen e -> {}
      case SplitBrainResolved e -> {}
      case DrillRequested e -> {}
      case PlanFrozen e -> planned(e, at);
      case StepStarted e -> attempts.started(e, at);
      case StepDone e -> attempts.done(e, event);
      case StepRefused e -> attempts.refused(e, event);
      case StepUnknown e -> attempts.unknown(e, event);
      case PrimaryPromoted e -> promotedAt = Optional.of(at);
      case StandbyJoined e -> joinedAt = Optional.of(at);
      case OperationPaused e -> waits.begun("pause", e.step(), e.why(), event);
      case ApprovalRequested e ->
          waits.begun("approval", e.step(), "a person's word until " + e.deadline(), event);
      case OperationApproved e -> {
        said(event, "approve", e.step(), e.planHash());
        attempts.settled(e.step());
      }
      case RetryRequested e -> said(event, "retry", e.step(), null);
      case StepSkipped e -> {
        said(event, "skip", e.step(), null);
        attempts.skipped(e.step());
      }
      case PauseRequested e -> actions.add(action(event, "pause", null, null));
      case OperationHeld e -> waits.begun("pause", null, e.why(), event);
      case ResumeRequested e -> said(event, "resume", null, null);
      case EscalationRequested e -> {
        said(event, "escalate", null, null);
        acceptedLoss = Optional.of(e.acceptedLoss());
      }
      case FencingAttested e ->
          actions.add(action(event, "attest", "%s: %s".formatted(e.host(), e.statement())));
      case SafetyOverridden e ->
          actions.add(action(event, "override", "%s: %s".formatted(e.finding(), e.reason())));
      case AbortRequested e -> said(event, "abort", null, null);
      case RollbackStarted e -> {}
      case OperationEnded e -> {
        waits.over(event, "end");
        endedAt = Optional.of(at);
      }
      case PairTakenOver e -> takeOvers.add(new TakeOver(at, e.replica(), e.epoch()));
      case PairAdopted e -> takeOvers.add(new TakeOver(at, e.replica(), e.epoch()));
      case PairRegistered e -> {}
      case PairRetired e -> {}
      case HostReleased e -> {}
      case HostSilent e -> {}
      case AddressTakenBack e -> {}
      case HostAnswering e -> {}
      case VerdictChanged e -> {}
    }
  }

  private void planned(PlanFrozen e, Instant at) {
    e.plan().steps().forEach(step -> steps.put(step.id(), step));
    plans.add(
        new FrozenPlan(e.planHash(), at, e.plan().steps().stream().map(PlannedStep::id).toList()));
  }

  /** A person moved it on. */
  private void said(
      RecordedEvent event, String move, @Nullable String step, @Nullable String planHash) {
    waits.over(event, move);
    actions.add(action(event, move, step, planHash));
  }

  private static OperatorAction action(
      RecordedEvent event, String what, @Nullable String step, @Nullable String planHash) {
    return action(event, what, event.context().purpose().reason().orElse(null), step, planHash);
  }

  /** Said beside the request, with a reason of its own. */
  private static OperatorAction action(RecordedEvent event, String what, String reason) {
    return action(event, what, reason, null, null);
  }

  private static OperatorAction action(
      RecordedEvent event,
      String what,
      @Nullable String reason,
      @Nullable String step,
      @Nullable String planHash) {
    EventContext context = event.context();
    return new OperatorAction(
        what,
        event.recordedAt(),
        context.actor().name(),
        context.actor().roles(),
        context.actor().credential().orElse(null),
        context.origin().sourceAddress().orElse(null),
        reason,
        context.purpose().ticket().orElse(null),
        step,
        planHash,
        context.correlation().requestId(),
        event.seq());
  }

  private OperationReport report(PairState pair) {
    OperationState operation = pair.operation().orElseThrow();
    Progress progress = operation.progress();
    RecordedEvent first = events.getFirst();
    RecordedEvent last = events.getLast();
    ServiceGap service = ServiceGap.of(List.copyOf(steps.values()), attempts);
    Instant requestedAt = first.recordedAt();
    Instant backAt = service.backAt().orElse(null);
    TimeSpan gap =
        service.closedAt().map(from -> waits.span(from, backAt, last.recordedAt())).orElse(null);
    return new OperationReport(
        operation.id().value(),
        pair.pair().value(),
        operation.kind().word(),
        operation.mode().map(OperationMode::word).orElse(null),
        operation.from().value(),
        operation.to().value(),
        progress.word(),
        progress instanceof Progress.Ended ? progress.word() : null,
        action(first, "request", null, null),
        acceptedLoss.map(AcceptedLoss::word).orElse(null),
        last.recordedAt(),
        List.copyOf(plans),
        List.copyOf(actions),
        steps.values().stream().map(attempts::report).toList(),
        progress instanceof Progress.Ended ended ? ended.exceptions() : List.of(),
        steps.keySet().stream().filter(id -> attempts.state(id).equals("PENDING")).toList(),
        waits.all(),
        List.copyOf(takeOvers),
        milestones(requestedAt, service),
        gap,
        waits.span(requestedAt, service.backAt().or(() -> endedAt).orElse(null), last.recordedAt()),
        DataLossFinding.of(operation, List.copyOf(steps.values()), attempts),
        DivergenceReport.of(List.copyOf(steps.values()), attempts).orElse(null),
        OpenItems.of(pair, operation, service, waits, attempts),
        new Source(first.seq(), last.seq(), events.size(), last.hash()));
  }

  private Milestones milestones(Instant requestedAt, ServiceGap service) {
    return new Milestones(
        service.primaryLastSeenAt().orElse(null),
        requestedAt,
        steps.keySet().stream()
            .flatMap(id -> attempts.of(id).stream())
            .map(AttemptReport::startedAt)
            .min(Instant::compareTo)
            .orElse(null),
        service.closedAt().orElse(null),
        promotedAt.orElse(null),
        service.addressAt().orElse(null),
        service.backAt().orElse(null),
        joinedAt.orElse(null),
        endedAt.orElse(null));
  }
}
