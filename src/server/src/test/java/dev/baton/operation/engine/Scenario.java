package dev.baton.operation.engine;

import dev.baton.drill.DrillSteps;
import dev.baton.host.AgentReply;
import dev.baton.operation.api.NewOperation;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.PruneRequested;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.Plans;
import dev.baton.protocol.HookFailure;
import dev.baton.recovery.RecoverySteps;
import dev.baton.step.judge.InspectOldPrimary;
import dev.baton.switchover.ForcedSteps;
import dev.baton.world.SimulatedPair;
import dev.baton.world.SimulatedParts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A plan of the product in a situation that calls for it. */
public enum Scenario {
  GRACEFUL("graceful", pair -> {}),
  FORCED("forced", SimulatedPair::disaster),
  FORCED_ATTESTED("forced-attested", SimulatedPair::powerOffEast),
  FORCED_BY_COMMAND("forced-by-command", SimulatedPair::powerOffEast),
  FORCED_UNCOVERED("forced-uncovered", SimulatedPair::powerOffEast),
  FOLLOW("recovery-follow", SimulatedPair::stopEast),
  REWIND("recovery-rewind", SimulatedPair::disaster),
  BASE_BACKUP("recovery-basebackup", SimulatedPair::disaster),
  FALL_BACK("recovery-fall-back", SimulatedPair::disasterThatCannotBeRewound),
  PRUNE("prune", SimulatedPair::westKeepsAFolder),
  REOPEN("recovery-reopen", SimulatedPair::disaster),
  RETURN_HOME("return-home", SimulatedPair::disaster),
  ROLLBACK("rollback", SimulatedPair::crashEastAtItsStop),
  ROLLBACK_OF_A_STOP("rollback-of-a-stop", SimulatedPair::hangEastAtItsStop),
  HOOKS("graceful-hooks", SimulatedPair::readByOthers),
  HOOKS_ROLLBACK(
      "hooks-rollback",
      pair -> {
        pair.readByOthers();
        pair.crashEastAtItsStop();
      }),
  DRILL("drill", pair -> {}),
  SPOILT_DRILL("spoilt-drill", SimulatedPair::spoilTheCopyOfWest),
  RESOLVE("resolve", SimulatedPair::promoteWestByHand),
  DATABASE("database", SimulatedParts.NOTHING, pair -> {}),
  DATABASE_ROLLBACK("database-rollback", SimulatedParts.ADDRESS, SimulatedPair::crashEastAtItsStop),
  DATABASE_FORCED("database-forced", SimulatedParts.ADDRESS, SimulatedPair::disaster),
  DATABASE_ATTESTED("database-attested", SimulatedParts.ADDRESS, SimulatedPair::powerOffEast),
  DATABASE_HOME("database-home", SimulatedParts.ADDRESS, SimulatedPair::disaster),
  DATABASE_DRILL("database-drill", SimulatedParts.NOTHING, pair -> {}),
  DATABASE_RESOLVE("database-resolve", SimulatedParts.NOTHING, SimulatedPair::promoteWestByHand);

  private static final String SYNCHRONOUS = "east_db";
  private static final OperationId LOST = new OperationId("switchover-lost");
  private static final OperationId TRIED = new OperationId("operation-tried");

  private final String plan;
  private final SimulatedParts parts;

  @SuppressWarnings("ImmutableEnumChecker") // a method reference
  private final Consumer<SimulatedPair> before;

  Scenario(String plan, Consumer<SimulatedPair> before) {
    this(plan, SimulatedParts.EVERYTHING, before);
  }

  Scenario(String plan, SimulatedParts parts, Consumer<SimulatedPair> before) {
    this.plan = plan;
    this.parts = parts;
    this.before = before;
  }

  SimulatedParts parts() {
    return parts;
  }

  String plan() {
    return plan;
  }

  /** Whether no acknowledged row may be lost, whatever happens. */
  boolean graceful() {
    return switch (this) {
      case GRACEFUL, PRUNE, ROLLBACK, ROLLBACK_OF_A_STOP, DRILL, SPOILT_DRILL -> true;
      case DATABASE, DATABASE_ROLLBACK, DATABASE_DRILL, HOOKS, HOOKS_ROLLBACK -> true;
      case DATABASE_FORCED, DATABASE_ATTESTED, DATABASE_HOME, DATABASE_RESOLVE -> false;
      case FORCED, FOLLOW, REWIND, BASE_BACKUP, FALL_BACK, REOPEN, RETURN_HOME -> false;
      case RESOLVE, FORCED_ATTESTED, FORCED_BY_COMMAND, FORCED_UNCOVERED -> false;
    };
  }

  /** Whether the site that is out was left behind by a forced switchover, which goes first. */
  boolean afterALoss() {
    return switch (this) {
      case GRACEFUL, FORCED, PRUNE, ROLLBACK, ROLLBACK_OF_A_STOP, DRILL, SPOILT_DRILL -> false;
      case RESOLVE, FORCED_ATTESTED, FORCED_BY_COMMAND, FORCED_UNCOVERED -> false;
      case DATABASE, DATABASE_ROLLBACK, DATABASE_DRILL, DATABASE_FORCED -> false;
      case DATABASE_ATTESTED, DATABASE_RESOLVE, HOOKS, HOOKS_ROLLBACK -> false;
      case FOLLOW, REWIND, BASE_BACKUP, FALL_BACK, REOPEN, RETURN_HOME, DATABASE_HOME -> true;
    };
  }

  SimulatedPair world() {
    SimulatedPair world = new SimulatedPair(this != BASE_BACKUP, parts);
    before.accept(world);
    return world;
  }

  /** What goes before the operation under test. */
  static List<PairEvent> loss(PairState pair) {
    return switchover(LOST, SwitchoverMode.FORCED, pair, ForcedSteps.plan(pair, SYNCHRONOUS));
  }

  /** The operation under test, as a resource would have it begin. */
  List<PairEvent> request(PairState pair, SimulatedPair world) {
    return switch (this) {
      case GRACEFUL, ROLLBACK, ROLLBACK_OF_A_STOP, DATABASE, DATABASE_ROLLBACK ->
          switchover(TRIED, SwitchoverMode.GRACEFUL, pair, Plans.graceful(pair, SYNCHRONOUS));
      case HOOKS, HOOKS_ROLLBACK ->
          switchover(
              TRIED,
              SwitchoverMode.GRACEFUL,
              pair,
              Plans.withHooks(pair, SYNCHRONOUS, HookFailure.REFUSE));
      case DRILL, SPOILT_DRILL, DATABASE_DRILL ->
          List.of(
              new DrillRequested(
                  TRIED, pair.primary(), pair.standbySite().name(), pair.hasApplication()),
              NewOperation.plan(TRIED, DrillSteps.plan(pair)));
      case FORCED, DATABASE_FORCED ->
          switchover(TRIED, SwitchoverMode.FORCED, pair, ForcedSteps.plan(pair, SYNCHRONOUS));
      case FORCED_ATTESTED, DATABASE_ATTESTED ->
          switchover(
              TRIED,
              SwitchoverMode.FORCED,
              pair,
              ForcedSteps.attested(new PlanBuilder(), pair, SYNCHRONOUS));
      case FORCED_UNCOVERED ->
          switchover(
              TRIED, SwitchoverMode.FORCED, pair, ForcedSteps.accepting("none", pair, SYNCHRONOUS));
      case FORCED_BY_COMMAND ->
          switchover(TRIED, SwitchoverMode.FORCED, pair, ForcedSteps.commanded(pair, SYNCHRONOUS));
      case RESOLVE, DATABASE_RESOLVE ->
          List.of(
              new SplitBrainSeen(
                  SplitBrainKind.TWO_WRITABLE_PRIMARIES,
                  List.of(SimulatedPair.EAST.database(), SimulatedPair.WEST.database()),
                  Map.of()),
              new ResolveRequested(
                  TRIED,
                  SplitBrainKind.TWO_WRITABLE_PRIMARIES,
                  pair.primary(),
                  pair.standbySite().name()),
              NewOperation.plan(TRIED, RecoverySteps.resolve(pair, SYNCHRONOUS)));
      case FOLLOW -> recovery(pair, world, RejoinKind.FOLLOW, false, false);
      case PRUNE ->
          List.of(
              new PruneRequested(TRIED, pair.primary(), pair.standbySite().name()),
              NewOperation.plan(TRIED, RecoverySteps.prune(pair)));
      case REWIND, FALL_BACK -> recovery(pair, world, RejoinKind.REWIND, false, false);
      case BASE_BACKUP -> recovery(pair, world, RejoinKind.BASEBACKUP, false, false);
      case REOPEN -> {
        world.closeWest();
        yield recovery(pair, world, RejoinKind.REWIND, false, true);
      }
      case RETURN_HOME, DATABASE_HOME -> recovery(pair, world, RejoinKind.REWIND, true, false);
    };
  }

  private static List<PairEvent> switchover(
      OperationId id, SwitchoverMode mode, PairState pair, List<PlannedStep> steps) {
    return List.of(
        new SwitchoverRequested(
            id, mode, pair.primary(), pair.standbySite().name(), Optional.empty()),
        NewOperation.plan(id, steps));
  }

  private static List<PairEvent> recovery(
      PairState pair, SimulatedPair world, RejoinKind kind, boolean home, boolean closed) {
    AgentReply found =
        InspectOldPrimary.decide(
            world, pair.standbySite().database(), pair.primarySite().database());
    if (!(found instanceof AgentReply.Done done)
        || !kind.word().equals(done.evidence().get("rejoin"))) {
      throw new IllegalStateException("not the situation it should be: " + found);
    }
    String fork = done.evidence().getOrDefault("fork", "");
    return List.of(
        new RecoveryRequested(TRIED, pair.primary(), pair.standbySite().name(), kind, home),
        NewOperation.plan(TRIED, RecoverySteps.plan(pair, kind, fork, SYNCHRONOUS, home, closed)));
  }
}
