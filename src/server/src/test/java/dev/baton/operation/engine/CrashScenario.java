package dev.baton.operation.engine;

import dev.baton.eventlog.Chains;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.Undo;
import dev.baton.pair.Progress;
import dev.baton.pair.SiteName;
import dev.baton.pair.StepState;
import dev.baton.plan.StepCatalogue;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One scenario from its start to its end, with as many lives as it takes. */
public final class CrashScenario {

  private static final StreamId STREAM = StreamId.of(SimulatedPair.PAIR);

  /** A host without power stays so, however long it is waited for. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final SimulatedPair world;
  private final Set<String> lostBefore;
  private final List<PairEvent> request;
  private long epoch;

  /**
   * What must be the same whether the control plane died or not.
   *
   * @param steps by id, with the number of attempts and how the last one ended
   * @param executed command ids, by the hosts' own journals
   * @param slots of the databases of east and west
   */
  record Ending(
      Outcome outcome,
      SiteName primary,
      long term,
      Optional<SiteName> out,
      Map<String, String> steps,
      List<String> executed,
      List<String> slots) {}

  public CrashScenario(Scenario scenario) {
    this.world = scenario.world();
    append(scenario.parts().registration());
    takeOver();
    if (scenario.afterALoss()) {
      ControlPlaneRun controlPlaneRun =
          new ControlPlaneRun(
              replica(epoch), log, world, new CrashSchedule(Optional.empty()), SOON);
      if (controlPlaneRun.live(Scenario.loss(state())) != ControlPlaneRun.End.DONE) {
        throw new IllegalStateException("the situation did not come about");
      }
    }
    request = scenario.request(state(), world);
    lostBefore =
        scenario.graceful() ? Set.of() : Set.copyOf(world.lostOn(SimulatedPair.WEST.name()));
  }

  /** Another replica takes the pair over; the lives to come are its own. */
  void takeOver() {
    append(new PairTakenOver(replica(epoch + 1), epoch + 1));
    epoch++;
    log.guard(STREAM, epoch);
  }

  private static String replica(long epoch) {
    return "replica-" + epoch;
  }

  /** Somebody adds an event while no control plane is alive. */
  void append(PairEvent event) {
    append(List.of(event));
  }

  /** Somebody adds events while no control plane is alive. */
  void append(List<PairEvent> events) {
    try {
      log.append(STREAM, log.head(), events, Contexts.at(epoch));
    } catch (StaleVersionException | DuplicateKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  PairState pair() {
    return state();
  }

  private PairState state() {
    return new PairRepository(log).find(SimulatedPair.PAIR).orElseThrow();
  }

  /** Lives once, until that fate's end or the operation's. */
  public ControlPlaneRun.End live(CrashSchedule crashSchedule) {
    return live(crashSchedule, SOON);
  }

  /** Lives once; an order that found nobody is sent again for that long. */
  ControlPlaneRun.End live(CrashSchedule crashSchedule, Duration resend) {
    return new ControlPlaneRun(replica(epoch), log, world, crashSchedule, resend).live(request);
  }

  /** The steps of the operation under test, with those that would take it back. */
  Set<String> kindsOfSteps() {
    return request.stream()
        .filter(PlanFrozen.class::isInstance)
        .map(PlanFrozen.class::cast)
        .flatMap(frozen -> frozen.plan().steps().stream())
        .flatMap(
            step -> Stream.concat(Stream.of(step.name()), step.undo().map(Undo::name).stream()))
        .collect(Collectors.toSet());
  }

  OperationState operation() {
    return state().operation().orElseThrow();
  }

  SimulatedPair world() {
    return world;
  }

  Ending ending() {
    PairState pair = state();
    OperationState operation = operation();
    Map<String, String> steps = new TreeMap<>();
    Set<String> looks = looks(operation);
    operation
        .steps()
        .forEach((id, step) -> {
          if (!looks.contains(id)) {
            steps.put(id, word(step));
          }
        });
    operation.undos().forEach((id, step) -> steps.put("undo " + id, word(step)));
    return new Ending(
        operation.progress() instanceof Progress.Ended ended ? ended.outcome() : Outcome.FAILED,
        pair.primary(),
        pair.term(),
        pair.out(),
        steps,
        world.executed(),
        List.of(world.slots(SimulatedPair.EAST.name()), world.slots(SimulatedPair.WEST.name())));
  }

  /**
   * Steps that only look leave nothing behind, and one that fails beside them decides whether they
   * have begun by then.
   */
  private static Set<String> looks(OperationState operation) {
    return operation.plan().orElseThrow().steps().stream()
        .filter(
            step -> StepCatalogue.named(step.name()).map(k -> k.actions().isEmpty()).orElse(false))
        .map(PlannedStep::id)
        .collect(Collectors.toSet());
  }

  private static String word(StepState step) {
    return "%s after %d".formatted(step.getClass().getSimpleName(), step.attempt());
  }

  /** What must never be and was; empty when all was well. */
  List<String> wrongs() {
    List<String> wrongs = new ArrayList<>(world.violations());
    world.lostOn(state().primary()).stream()
        .filter(row -> !lostBefore.contains(row))
        .forEach(row -> wrongs.add("lost " + row));
    if (state().running().isEmpty() && world.holdsACopy()) {
      wrongs.add("a throw-away copy is left");
    }
    Chains.firstBroken(log.readAll(0, Integer.MAX_VALUE))
        .ifPresent(seq -> wrongs.add("the chain is broken at " + seq));
    return wrongs;
  }

  /** Everything on record so far, oldest first. */
  public List<RecordedEvent> events() {
    return log.readAll(0, Integer.MAX_VALUE);
  }

  /** The events so far, one line each, for a person who has to find out what happened. */
  String story() {
    return log.readAll(0, Integer.MAX_VALUE).stream()
        .map(event -> "%d %s".formatted(event.seq(), event.event()))
        .collect(Collectors.joining("\n"));
  }
}
