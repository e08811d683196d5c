package dev.baton.pair;

import dev.baton.pair.PairEvent.*;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the events so far say about a pair. Derived, never stored: {@link #from} is the only way in.
 *
 * @param sites exactly two
 * @param term counts changes of primary, from 1
 * @param epoch fencing token of the replica that owns the pair; 0 before the first take-over
 * @param version number of events folded in; the next append must expect exactly this
 * @param operation the newest operation, open or ended; empty before the first
 * @param out the site that was left behind by a promotion and does not follow the new primary yet
 * @param verdicts last recorded verdict by item
 * @param splitBrain the one that was seen and not resolved since
 */
public record PairState(
    PairId pair,
    SiteName home,
    SiteName primary,
    List<Site> sites,
    String address,
    String systemIdentifier,
    SynchronousPolicy synchronousPolicy,
    long term,
    long epoch,
    long version,
    Optional<OperationState> operation,
    Optional<SiteName> out,
    Map<String, String> verdicts,
    Optional<SplitBrainSeen> splitBrain) {

  public PairState {
    sites = List.copyOf(sites);
    verdicts = Map.copyOf(verdicts);
  }

  /**
   * Folds a pair's whole stream.
   *
   * @param events oldest first; the first one registers the pair
   */
  public static PairState from(List<PairEvent> events) {
    if (events.isEmpty() || !(events.getFirst() instanceof PairRegistered first)) {
      throw new IllegalArgumentException("a pair's stream begins with its registration");
    }
    PairState state =
        new PairState(
            first.pair(),
            first.home(),
            first.home(),
            first.sites(),
            first.address(),
            first.systemIdentifier(),
            SynchronousPolicy.of(first.synchronousPolicy()),
            1,
            0,
            1,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty());
    for (PairEvent event : events.subList(1, events.size())) {
      state = state.after(event);
    }
    return state;
  }

  /** This state with one more event folded in. Total: a new kind of event fails to compile here. */
  public PairState after(PairEvent event) {
    return switch (event) {
      case PairRegistered e -> throw new IllegalArgumentException("registered twice: " + e.pair());
      case PairTakenOver e -> next(primary, term, e.epoch(), operation, out, verdicts);
      case SwitchoverRequested e ->
          begun(OperationState.requested(e.operation(), "switchover", e.mode(), e.from(), e.to()));
      case RecoveryRequested e ->
          begun(OperationState.requested(e.operation(), "recovery", e.rejoin(), e.from(), e.to()));
      case SplitBrainSeen e -> split(Optional.of(e));
      case ResolveRequested e ->
          begun(OperationState.requested(e.operation(), "resolve", e.finding(), e.from(), e.to()));
      case SplitBrainResolved e -> split(Optional.empty());
      case DrillRequested e ->
          begun(
              OperationState.requested(
                  e.operation(),
                  "drill",
                  e.application() ? "application" : "database",
                  e.from(),
                  e.to()));
      case PlanFrozen e -> change(o -> o.planned(e.plan(), e.planHash()));
      case StepStarted e ->
          change(o ->
              running(o)
                  .with(e.step(), e.undo(), new StepState.Started(e.attempt(), e.deadline())));
      case StepDone e ->
          change(o ->
              o.with(
                  e.step(),
                  e.undo(),
                  new StepState.Done(o.attempts(e.step(), e.undo()), e.evidence(), e.took())));
      case StepRefused e ->
          change(o ->
              o.with(
                  e.step(),
                  e.undo(),
                  new StepState.Refused(
                      o.attempts(e.step(), e.undo()), e.code(), e.why(), e.evidence())));
      case StepUnknown e ->
          change(o ->
              o.with(
                  e.step(),
                  e.undo(),
                  new StepState.Unknown(o.attempts(e.step(), e.undo()), e.why())));
      case PrimaryPromoted e ->
          next(
              e.site(),
              e.term(),
              epoch,
              changed(OperationState::withPromotion),
              Optional.of(other(e.site()).name()),
              verdicts);
      case OperationPaused e ->
          change(o ->
              o.stopped(
                  new Progress.Paused(
                      e.step(), e.why(), o.progress() instanceof Progress.RollingBack)));
      case ApprovalRequested e ->
          change(o -> o.with(new Progress.AwaitingApproval(e.step(), e.planHash(), e.deadline())));
      case OperationApproved e -> change(o -> o.approved(e.step()));
      case RetryRequested e -> change(o -> retried(o, e.step()));
      case StepSkipped e -> change(o -> skipped(o, e));
      case PauseRequested e -> change(o -> o.with(new Wish.Pause(e.why())));
      case OperationHeld e -> change(o -> o.stopped(new Progress.Held(e.why())));
      case ResumeRequested e -> change(OperationState::resumed);
      case EscalationRequested e -> change(OperationState::forced);
      case FencingAttested e -> change(o -> o);
      case SafetyOverridden e -> change(o -> o.inSpiteOf(e.finding(), e.reason()));
      case AbortRequested e -> change(o -> o.with(new Wish.Abort()));
      case RollbackStarted e -> change(o -> o.turnedBack(e.why()));
      case StandbyJoined e ->
          next(primary, term, epoch, changed(o -> o), Optional.empty(), verdicts);
      case OperationEnded e ->
          change(o -> o.with(new Progress.Ended(e.outcome(), e.exceptions(), e.halfDone())));
      case VerdictChanged e -> {
        Map<String, String> changed = new HashMap<>(verdicts);
        changed.put(e.item(), e.to());
        yield next(primary, term, epoch, operation, out, changed);
      }
    };
  }

  /** The operation under way; at most one per pair. */
  public Optional<OperationState> running() {
    return operation.filter(o -> o.progress() instanceof Progress.Open);
  }

  /** The site of that name. */
  public Optional<Site> site(SiteName name) {
    return sites.stream().filter(site -> site.name().equals(name)).findFirst();
  }

  /** The site that serves, by record. */
  public Site primarySite() {
    return site(primary).orElseThrow();
  }

  /** The site that does not serve, by record. */
  public Site standbySite() {
    return other(primary);
  }

  private Site other(SiteName name) {
    return sites.stream().filter(site -> !site.name().equals(name)).findFirst().orElseThrow();
  }

  private static OperationState running(OperationState o) {
    return o.progress() instanceof Progress.Pending ? o.with(new Progress.Running()) : o;
  }

  private static OperationState retried(OperationState o, String step) {
    boolean undo = o.progress() instanceof Progress.Paused paused && paused.rollingBack();
    OperationState again = o.with(step, undo, new StepState.ToRetry(o.attempts(step, undo)));
    return again.with(undo ? new Progress.RollingBack("retried") : new Progress.Running());
  }

  private static OperationState skipped(OperationState o, StepSkipped e) {
    return o.with(e.step(), false, new StepState.Skipped(o.attempts(e.step(), false), e.why()))
        .with(new Progress.Running());
  }

  private PairState begun(OperationState begun) {
    return next(primary, term, epoch, Optional.of(begun.at(version + 1)), out, verdicts);
  }

  private PairState change(UnaryOperator<OperationState> change) {
    return next(primary, term, epoch, changed(change), out, verdicts);
  }

  private Optional<OperationState> changed(UnaryOperator<OperationState> change) {
    return operation.map(change).map(o -> o.at(version + 1));
  }

  private PairState split(Optional<SplitBrainSeen> now) {
    return next(primary, term, epoch, operation, out, verdicts, now);
  }

  private PairState next(
      SiteName primary,
      long term,
      long epoch,
      Optional<OperationState> operation,
      Optional<SiteName> out,
      Map<String, String> verdicts) {
    return next(primary, term, epoch, operation, out, verdicts, splitBrain);
  }

  private PairState next(
      SiteName primary,
      long term,
      long epoch,
      Optional<OperationState> operation,
      Optional<SiteName> out,
      Map<String, String> verdicts,
      Optional<SplitBrainSeen> splitBrain) {
    return new PairState(
        pair,
        home,
        primary,
        sites,
        address,
        systemIdentifier,
        synchronousPolicy,
        term,
        epoch,
        version + 1,
        operation,
        out,
        verdicts,
        splitBrain);
  }
}
