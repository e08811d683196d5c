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
import dev.baton.plan.GracefulSwitch;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.PolicyParts;
import dev.baton.recovery.RecoverySteps;
import dev.baton.step.judge.InspectOldPrimary;
import dev.baton.switchover.ForcedSteps;
import dev.baton.world.SimulatedPair;
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
  DRILL("drill", pair -> {}),
  SPOILT_DRILL("spoilt-drill", SimulatedPair::spoilTheCopyOfWest),
  RESOLVE("resolve", SimulatedPair::promoteWestByHand);

  private static final String SYNCHRONOUS = "east_db";
  private static final OperationId LOST = new OperationId("switchover-lost");
  private static final OperationId TRIED = new OperationId("operation-tried");

  private final String plan;

  @SuppressWarnings("ImmutableEnumChecker") // a method reference
  private final Consumer<SimulatedPair> before;

  Scenario(String plan, Consumer<SimulatedPair> before) {
    this.plan = plan;
    this.before = before;
  }

  String plan() {
    return plan;
  }

  /** Whether no acknowledged row may be lost, whatever happens. */
  boolean graceful() {
    return switch (this) {
      case GRACEFUL, PRUNE, ROLLBACK, ROLLBACK_OF_A_STOP, DRILL, SPOILT_DRILL -> true;
      case FORCED, FOLLOW, REWIND, BASE_BACKUP, FALL_BACK, REOPEN, RETURN_HOME -> false;
      case RESOLVE, FORCED_ATTESTED, FORCED_BY_COMMAND, FORCED_UNCOVERED -> false;
    };
  }

  /** Whether the site that is out was left behind by a forced switchover, which goes first. */
  boolean afterALoss() {
    return switch (this) {
      case GRACEFUL, FORCED, PRUNE, ROLLBACK, ROLLBACK_OF_A_STOP, DRILL, SPOILT_DRILL -> false;
      case RESOLVE, FORCED_ATTESTED, FORCED_BY_COMMAND, FORCED_UNCOVERED -> false;
      case FOLLOW, REWIND, BASE_BACKUP, FALL_BACK, REOPEN, RETURN_HOME -> true;
    };
  }

  SimulatedPair world() {
    SimulatedPair world = new SimulatedPair(this != BASE_BACKUP);
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
      case GRACEFUL, ROLLBACK, ROLLBACK_OF_A_STOP ->
          switchover(TRIED, SwitchoverMode.GRACEFUL, pair, graceful(pair));
      case DRILL, SPOILT_DRILL ->
          List.of(
              new DrillRequested(TRIED, pair.primary(), pair.standbySite().name(), true),
              NewOperation.plan(TRIED, DrillSteps.plan(pair)));
      case FORCED ->
          switchover(TRIED, SwitchoverMode.FORCED, pair, ForcedSteps.plan(pair, SYNCHRONOUS));
      case FORCED_ATTESTED ->
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
      case RESOLVE ->
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
      case RETURN_HOME -> recovery(pair, world, RejoinKind.REWIND, true, false);
    };
  }

  private static List<PlannedStep> graceful(PairState pair) {
    PlanBuilder planBuilder = new PlanBuilder();
    GracefulSwitch.plan(
        planBuilder,
        pair.primarySite(),
        pair.standbySite(),
        PolicyParts.ALL,
        "10.0.0.2:7443",
        SYNCHRONOUS);
    return planBuilder.list();
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
