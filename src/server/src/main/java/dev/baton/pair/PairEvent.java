package dev.baton.pair;

import dev.baton.pair.kind.DrillScope;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.pair.kind.SwitchoverMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fact about one pair or one of its operations, in the order it became known. Facts are only ever
 * added; a wrong one is corrected by a later one.
 */
public sealed interface PairEvent extends Event {

  /** How an operation went on: nothing but that operation is another one after it. */
  sealed interface OperationEvent extends PairEvent {

    OperationId operation();
  }

  /**
   * A pair became known.
   *
   * @param home the site that is primary in normal times, and now
   * @param sites exactly two, in the order given
   * @param address the virtual IP, without prefix length; empty when the pair has none
   * @param systemIdentifier of both databases
   * @param synchronousPolicy a {@link SynchronousPolicy} by its word; empty for the usual one
   * @param databaseOnly true when no application is moved, and each site's application host is that
   *     of its database; empty when there is one
   */
  record PairRegistered(
      PairId pair,
      SiteName home,
      List<Site> sites,
      Optional<String> address,
      String systemIdentifier,
      Optional<String> synchronousPolicy,
      Optional<Boolean> databaseOnly)
      implements PairEvent {
    public PairRegistered {
      sites = List.copyOf(sites);
    }

    /** With an application, an address and the usual policy for synchronous replication. */
    public PairRegistered(
        PairId pair, SiteName home, List<Site> sites, String address, String systemIdentifier) {
      this(
          pair,
          home,
          sites,
          Optional.of(address),
          systemIdentifier,
          Optional.empty(),
          Optional.empty());
    }
  }

  /** A replica took the pair over; orders of lower epochs are dead from here on. */
  record PairTakenOver(String replica, long epoch) implements PairEvent {}

  /**
   * A person decided that this record counts though it is older than what the agents know: the pair
   * goes on above both, in the roles that its hosts showed.
   *
   * @param epoch fencing token from here on
   * @param term from here on
   * @param primary the site that serves
   * @param out the other one, unless its database was seen following
   * @param recordedEpoch what the record had come to, as {@code recordedTerm}
   * @param agentsEpoch the highest that an agent knew, as {@code agentsTerm}: what lies between is
   *     missing
   * @param agents what each host that answered knew and showed
   */
  record PairAdopted(
      String replica,
      long epoch,
      long term,
      SiteName primary,
      Optional<SiteName> out,
      long recordedEpoch,
      long recordedTerm,
      long agentsEpoch,
      long agentsTerm,
      Map<String, String> agents)
      implements PairEvent {
    public PairAdopted {
      agents = Map.copyOf(agents);
    }
  }

  /**
   * The pair was given up for good: nothing is done on it any more, and its hosts are let go of.
   *
   * @param replica which took it over to do so
   * @param epoch fencing token under which the hosts are told
   */
  record PairRetired(String replica, long epoch) implements PairEvent {}

  /** A host of a retired pair let go of it: its agent obeys the pair no more. */
  record HostReleased(HostId host) implements PairEvent {}

  /**
   * Somebody asked for the other site to become primary.
   *
   * @param acceptedLoss what the caller agreed to lose, if it said so; of no account in a graceful
   *     one
   */
  record SwitchoverRequested(
      OperationId operation,
      SwitchoverMode mode,
      SiteName from,
      SiteName to,
      Optional<AcceptedLoss> acceptedLoss)
      implements PairEvent {}

  /**
   * Somebody asked for the site that is out to be brought back.
   *
   * @param from the site that serves
   * @param to the site to bring back
   * @param rejoin what was decided; never {@code REFUSE}
   */
  record RecoveryRequested(
      OperationId operation, SiteName from, SiteName to, RejoinKind rejoin, boolean returnHome)
      implements PairEvent {
    public RecoveryRequested {
      if (rejoin == RejoinKind.REFUSE) {
        throw new IllegalArgumentException("a refusal is not a way to rejoin");
      }
    }
  }

  /**
   * Somebody asked for service again where both databases are well and the primary's site is
   * closed, as after a power failure.
   *
   * @param from the site that is primary by record, and is opened again
   * @param to the other one, which follows it all the time
   */
  record ReopeningRequested(OperationId operation, SiteName from, SiteName to)
      implements PairEvent {}

  /**
   * Somebody asked for data folders that recoveries kept to be deleted; the plan names each.
   *
   * @param from the site that serves; folders of both sites may go
   * @param to the site that follows it
   */
  record PruneRequested(OperationId operation, SiteName from, SiteName to) implements PairEvent {}

  /**
   * Both sites served at the same time, or their databases went separate ways. Nothing moves the
   * pair from here on but an operation that resolves it.
   *
   * @param hosts where it was seen, in the order of the sites
   * @param evidence what each of them showed, by host
   */
  record SplitBrainSeen(SplitBrainKind finding, List<HostId> hosts, Map<String, String> evidence)
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
  record ResolveRequested(OperationId operation, SplitBrainKind finding, SiteName from, SiteName to)
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
      implements PairEvent {

    /** How far it goes. */
    public DrillScope scope() {
      return application ? DrillScope.APPLICATION : DrillScope.DATABASE;
    }
  }

  /**
   * From here on only this plan is carried out. Nothing has moved yet, unless the operation was
   * escalated: then this plan begins where the one before was given up.
   */
  record PlanFrozen(OperationId operation, String planHash, Plan plan) implements OperationEvent {}

  /** The intent, on record before anything reaches a host. */
  record StepStarted(
      OperationId operation, String step, int attempt, boolean undo, Instant deadline)
      implements OperationEvent {}

  /**
   * The step took effect, or its effect was there already.
   *
   * @param evidence what was read from the world to justify it
   */
  record StepDone(
      OperationId operation, String step, boolean undo, Map<String, String> evidence, Duration took)
      implements OperationEvent {
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
      implements OperationEvent {
    public StepRefused {
      evidence = Map.copyOf(evidence);
    }
  }

  /** We asked and got no answer: the step may or may not have taken effect. */
  record StepUnknown(OperationId operation, String step, boolean undo, String why)
      implements OperationEvent {}

  /** West is primary of term 7. The term grows by one with each of these. */
  record PrimaryPromoted(OperationId operation, SiteName site, long term, String timeline)
      implements PairEvent {}

  /** The site that was out follows the new primary again, seen by its streaming. */
  record StandbyJoined(OperationId operation, SiteName site, long term) implements PairEvent {}

  /** It waits for a person; the operation lists the moves that are open. */
  record OperationPaused(OperationId operation, String step, String why)
      implements OperationEvent {}

  record ApprovalRequested(OperationId operation, String step, String planHash, Instant deadline)
      implements OperationEvent {}

  record OperationApproved(OperationId operation, String step, String planHash)
      implements OperationEvent {}

  record RetryRequested(OperationId operation, String step) implements OperationEvent {}

  /**
   * It goes on without the step it waited at, which may or may not have taken effect.
   *
   * @param why what stood in the way of the step
   */
  record StepSkipped(OperationId operation, String step, String why) implements OperationEvent {}

  /**
   * Nothing new is started; what is in flight settles first.
   *
   * @param why who asked for it and why, for whoever looks at the operation
   */
  record PauseRequested(OperationId operation, String why) implements OperationEvent {}

  /** Nothing is in flight any more; it waits until somebody has it go on. */
  record OperationHeld(OperationId operation, String why) implements OperationEvent {}

  record ResumeRequested(OperationId operation) implements OperationEvent {}

  /**
   * A person says that a host of the old primary's site is off, and how that was done. Who says so
   * stands beside it, as with every fact; whether anything speaks against it is looked at later.
   *
   * @param at when it was done, as stated
   */
  record FencingAttested(OperationId operation, HostId host, String statement, Instant at)
      implements OperationEvent {}

  /**
   * A person has the operation go on in spite of one finding, named exactly.
   *
   * @param rule what the finding speaks for
   */
  record SafetyOverridden(OperationId operation, SafetyRule rule, String finding, String reason)
      implements OperationEvent {}

  /**
   * A switchover goes on by a forced plan; the plan frozen next replaces the one before.
   *
   * @param acceptedLoss what the caller agreed to lose
   */
  record EscalationRequested(OperationId operation, AcceptedLoss acceptedLoss)
      implements OperationEvent {}

  record AbortRequested(OperationId operation) implements OperationEvent {}

  /** A failure before the point of no return: what was done is now taken back, in reverse order. */
  record RollbackStarted(OperationId operation, String why) implements OperationEvent {}

  /**
   * Nothing more will come of the operation.
   *
   * @param exceptions what kept it from a plain success, for example a skipped step; may be empty
   * @param halfDone what is left in between and which operation completes or reverses it
   */
  record OperationEnded(
      OperationId operation, Outcome outcome, List<String> exceptions, Optional<String> halfDone)
      implements OperationEvent {
    public OperationEnded {
      exceptions = List.copyOf(exceptions);
    }
  }

  /**
   * The agent of a host gave no sign any more: the host, its network or its agent is gone. What
   * runs there may run on (S5).
   *
   * @param lastAnswer when the agent last answered; empty when it never did to this replica
   */
  record HostSilent(HostId host, Optional<Instant> lastAnswer, String why) implements PairEvent {}

  /** The agent of a host that was silent answers again. */
  record HostAnswering(HostId host) implements PairEvent {}

  /**
   * The address was lost without an order, as by a reload of the host's network, and the agent of
   * the host that serves took it back.
   *
   * @param at when, by the host's clock
   */
  record AddressTakenBack(HostId host, Instant at) implements PairEvent {}

  /**
   * What is true of one item changed, for example from {@code IN_SYNC} to {@code OUT_OF_SYNC}.
   *
   * @param item a row of the sync table or a readiness verdict
   */
  record VerdictChanged(String item, String from, String to, String evidence)
      implements PairEvent {}
}
