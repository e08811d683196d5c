package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.StepState;
import dev.baton.plan.StepCatalogue;
import dev.baton.protocol.InstallationId;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.AgentSessions;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * The attempts at steps that one worker has under way, each in a thread of its own, and how long
 * each is waited for. Used by the deciding thread only.
 */
final class InFlightSteps {

  /** One attempt at a step, or at its undo. */
  record StepAttemptKey(String step, boolean undo, int attempt) {}

  private static final Logger LOG = Logger.getLogger(InFlightSteps.class);

  /** What an attempt begun by a replica that is gone gets, so that it can at least be asked for. */
  private static final Duration RESUMED = Duration.ofSeconds(30);

  /**
   * What a step that gives up at its deadline by itself needs to say so; one that says nothing even
   * then is not waited for.
   */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final PairId pair;
  private final HostAgent agent;
  private final AgentSessions sessions;
  private final Duration resend;
  private final InstantSource clock;
  private final InstallationId installation;
  private final String replica;
  private final BiConsumer<StepAttemptKey, AgentReply> outcomes;
  private final Map<StepAttemptKey, Instant> until = new HashMap<>();

  /**
   * @param outcomes told how an attempt ended, in the attempt's thread
   */
  InFlightSteps(
      PairId pair,
      HostAgent agent,
      AgentSessions sessions,
      Duration resend,
      InstantSource clock,
      InstallationId installation,
      String replica,
      BiConsumer<StepAttemptKey, AgentReply> outcomes) {
    this.pair = pair;
    this.agent = agent;
    this.sessions = sessions;
    this.resend = resend;
    this.clock = clock;
    this.installation = installation;
    this.replica = replica;
    this.outcomes = outcomes;
  }

  /**
   * Starts every attempt that is begun on record and not under way here.
   *
   * @param begun those that this worker put on record just now; all others are resumed
   */
  void start(PairState state, Set<StepStarted> begun) {
    state
        .running()
        .ifPresent(operation -> {
          operation.steps().forEach((id, step) -> start(state, operation, id, false, step, begun));
          operation.undos().forEach((id, step) -> start(state, operation, id, true, step, begun));
        });
  }

  private void start(
      PairState state,
      OperationState operation,
      String id,
      boolean undo,
      StepState step,
      Set<StepStarted> begun) {
    if (!(step instanceof StepState.Started started)) {
      return;
    }
    StepAttemptKey key = new StepAttemptKey(id, undo, started.attempt());
    PlannedStep planned = operation.plan().orElseThrow().step(id);
    StepContext context = attempt(state, planned, undo, started, begun);
    if (until.putIfAbsent(key, context.deadline().plus(SILENCE)) != null) {
      return;
    }
    AgentGateway agents = new AgentGateway(context, agent, sessions, resend);
    String kind = undo ? planned.undo().orElseThrow().name() : planned.name();
    Thread.ofVirtual()
        .name("%s %s".formatted(pair, id))
        .start(() -> outcomes.accept(key, StepRunner.run(kind, context, agents)));
  }

  /** After an abort: nobody waits hours for a copy that is not wanted any more. */
  void cutCopies(PairState state, Set<StepStarted> begun) {
    state
        .running()
        .filter(OperationState::abortAsked)
        .ifPresent(operation ->
            operation
                .steps()
                .forEach((id, step) -> {
                  if (step instanceof StepState.Started started) {
                    cut(state, operation.plan().orElseThrow().step(id), started, begun);
                  }
                }));
  }

  private void cut(
      PairState state, PlannedStep planned, StepState.Started started, Set<StepStarted> begun) {
    StepCatalogue.named(planned.name())
        .filter(StepKind::endable)
        .ifPresent(kind -> {
          StepContext context = attempt(state, planned, false, started, begun);
          AgentGateway agents = new AgentGateway(context, agent, sessions, resend);
          AgentOrder order = kind.orders(context.planned()).getFirst();
          Thread.ofVirtual()
              .name("cut " + planned.id())
              .start(() -> LOG.debugf("cut %s: %s", planned.id(), agents.cut(order)));
        });
  }

  private StepContext attempt(
      PairState state,
      PlannedStep planned,
      boolean undo,
      StepState.Started started,
      Set<StepStarted> begun) {
    Map<String, String> params = undo ? planned.undo().orElseThrow().params() : planned.params();
    boolean resumed =
        begun.stream().noneMatch(b -> b.step().equals(planned.id()) && b.undo() == undo);
    Instant least = clock.instant().plus(RESUMED);
    Instant deadline = resumed && started.deadline().isBefore(least) ? least : started.deadline();
    return new StepContext(
        state,
        planned.id(),
        undo ? Optional.of(planned.undo().orElseThrow().host()) : planned.host(),
        params,
        undo,
        started.attempt(),
        deadline,
        resumed,
        installation,
        replica,
        "baton",
        clock);
  }

  /** Its outcome is on record. */
  void end(StepAttemptKey key) {
    until.remove(key);
  }

  boolean none() {
    return until.isEmpty();
  }

  /** Those that should have said something by now. */
  List<StepAttemptKey> silent() {
    Instant now = clock.instant();
    return until.entrySet().stream()
        .filter(entry -> now.isAfter(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
