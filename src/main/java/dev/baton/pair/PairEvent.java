package dev.baton.pair;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fact about one pair or one of its operations, in the order it became known. Facts are only ever
 * added; a wrong one is corrected by a later one.
 */
public sealed interface PairEvent extends Fact {

  /**
   * A pair became known.
   *
   * @param home the site that is primary in normal times, and now
   * @param sites exactly two, in the order given
   * @param address the virtual IP, without prefix length
   * @param systemIdentifier of both databases
   * @param synchronousPolicy a {@link SynchronousPolicy} by its word; empty for the usual one
   */
  record PairRegistered(
      PairId pair,
      SiteName home,
      List<Site> sites,
      String address,
      String systemIdentifier,
      Optional<String> synchronousPolicy)
      implements PairEvent {
    public PairRegistered {
      sites = List.copyOf(sites);
    }

    /** With the usual policy for synchronous replication. */
    public PairRegistered(
        PairId pair, SiteName home, List<Site> sites, String address, String systemIdentifier) {
      this(pair, home, sites, address, systemIdentifier, Optional.empty());
    }
  }

  /** A replica took the pair over; orders of lower epochs are dead from here on. */
  record PairTakenOver(String replica, long epoch) implements PairEvent {}

  /**
   * Somebody asked for the other site to become primary.
   *
   * @param mode {@code graceful} or {@code forced}
   * @param acceptedLoss what the caller agreed to lose, as given; empty in a graceful one
   */
  record SwitchoverRequested(
      OperationId operation, String mode, SiteName from, SiteName to, Optional<String> acceptedLoss)
      implements PairEvent {}

  /**
   * Somebody asked for the site that is out to be brought back.
   *
   * @param from the site that serves
   * @param to the site to bring back
   * @param rejoin {@code follow}, {@code rewind} or {@code basebackup}: what was decided; {@code
   *     prune}: nothing is brought back, what earlier ones kept is deleted
   */
  record RecoveryRequested(
      OperationId operation, SiteName from, SiteName to, String rejoin, boolean returnHome)
      implements PairEvent {}

  /**
   * Both sites served at the same time, or their databases went separate ways. Nothing moves the
   * pair from here on but an operation that resolves it.
   *
   * @param finding {@code two-writable-primaries}, {@code address-on-two-hosts} or {@code
   *     diverged-timelines}
   * @param hosts where it was seen, in the order of the sites
   * @param evidence what each of them showed, by host
   */
  record SplitBrainSeen(String finding, List<HostId> hosts, Map<String, String> evidence)
      implements PairEvent {
    public SplitBrainSeen {
      hosts = List.copyOf(hosts);
      evidence = Map.copyOf(evidence);
    }
  }

  /**
   * Somebody named the side that survives a split brain; the other is fenced and follows it again.
   *
   * @param from the side that gives way; its data are kept
   * @param to the side that survives
   */
  record ResolveRequested(OperationId operation, String finding, SiteName from, SiteName to)
      implements PairEvent {}

  /** One side serves again and the other follows it. */
  record SplitBrainResolved(OperationId operation, SiteName survivor) implements PairEvent {}

  /**
   * Somebody asked for a rehearsal on a throw-away copy of the standby.
   *
   * @param from the site that serves, which it must leave alone
   * @param to the site whose database is copied
   * @param application whether the application's start is rehearsed too
   */
  record DrillRequested(OperationId operation, SiteName from, SiteName to, boolean application)
      implements PairEvent {}

  /**
   * From here on only this plan is carried out. Nothing has moved yet, unless the operation was
   * escalated: then this plan begins where the one before was given up.
   */
  record PlanFrozen(OperationId operation, String planHash, Plan plan) implements PairEvent {}

  /** The intent, on record before anything reaches a host. */
  record StepStarted(
      OperationId operation, String step, int attempt, boolean undo, Instant deadline)
      implements PairEvent {}

  /**
   * The step took effect, or its effect was there already.
   *
   * @param evidence what was read from the world to justify it
   */
  record StepDone(
      OperationId operation, String step, boolean undo, Map<String, String> evidence, Duration took)
      implements PairEvent {
    public StepDone {
      evidence = Map.copyOf(evidence);
    }
  }

  /** It did not take effect, or was tried and ended badly; {@code why} says what to look at. */
  record StepRefused(
      OperationId operation,
      String step,
      boolean undo,
      String code,
      String why,
      Map<String, String> evidence)
      implements PairEvent {
    public StepRefused {
      evidence = Map.copyOf(evidence);
    }
  }

  /** We asked and got no answer: the step may or may not have taken effect. */
  record StepUnknown(OperationId operation, String step, boolean undo, String why)
      implements PairEvent {}

  /** West is primary of term 7. The term grows by one with each of these. */
  record PrimaryPromoted(OperationId operation, SiteName site, long term, String timeline)
      implements PairEvent {}

  /** The site that was out follows the new primary again, seen by its streaming. */
  record StandbyJoined(OperationId operation, SiteName site, long term) implements PairEvent {}

  /** It waits for a person; the operation lists the moves that are open. */
  record OperationPaused(OperationId operation, String step, String why) implements PairEvent {}

  record ApprovalRequested(OperationId operation, String step, String planHash, Instant deadline)
      implements PairEvent {}

  record OperationApproved(OperationId operation, String step, String planHash)
      implements PairEvent {}

  record RetryRequested(OperationId operation, String step) implements PairEvent {}

  /**
   * It goes on without the step it waited at, which may or may not have taken effect.
   *
   * @param why what stood in the way of the step
   */
  record StepSkipped(OperationId operation, String step, String why) implements PairEvent {}

  /**
   * Nothing new is started; what is in flight settles first.
   *
   * @param why who asked for it and why, for whoever looks at the operation
   */
  record PauseRequested(OperationId operation, String why) implements PairEvent {}

  /** Nothing is in flight any more; it waits until somebody has it go on. */
  record OperationHeld(OperationId operation, String why) implements PairEvent {}

  record ResumeRequested(OperationId operation) implements PairEvent {}

  /**
   * A person says that a host of the old primary's site is off, and how that was done. Who says so
   * stands beside it, as with every fact; whether anything speaks against it is looked at later.
   *
   * @param at when it was done, as stated
   */
  record FencingAttested(OperationId operation, HostId host, String statement, Instant at)
      implements PairEvent {}

  /**
   * A person has the operation go on in spite of one finding, named exactly.
   *
   * @param rule the safety rule the finding stands for, for example {@code S5}
   */
  record SafetyOverridden(OperationId operation, String rule, String finding, String reason)
      implements PairEvent {}

  /**
   * A switchover goes on by a forced plan; the plan frozen next replaces the one before.
   *
   * @param acceptedLoss what the caller agreed to lose, as given
   */
  record EscalationRequested(OperationId operation, String acceptedLoss) implements PairEvent {}

  record AbortRequested(OperationId operation) implements PairEvent {}

  /** A failure before the point of no return: what was done is now taken back, in reverse order. */
  record RollbackStarted(OperationId operation, String why) implements PairEvent {}

  /**
   * Nothing more will come of the operation.
   *
   * @param exceptions what kept it from a plain success, for example a skipped step; may be empty
   * @param halfDone what is left in between and which operation completes or reverses it
   */
  record OperationEnded(
      OperationId operation, Outcome outcome, List<String> exceptions, Optional<String> halfDone)
      implements PairEvent {
    public OperationEnded {
      exceptions = List.copyOf(exceptions);
    }
  }

  /**
   * What is true of one item changed, for example from {@code IN_SYNC} to {@code OUT_OF_SYNC}.
   *
   * @param item a row of the sync table or a readiness verdict
   */
  record VerdictChanged(String item, String from, String to, String evidence)
      implements PairEvent {}
}
