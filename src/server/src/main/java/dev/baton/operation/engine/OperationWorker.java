package dev.baton.operation.engine;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.operation.engine.InFlightSteps.StepAttemptKey;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.StepState;
import dev.baton.protocol.InstallationId;
import dev.baton.step.AgentSessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Drives the open operation of one pair: appends what the decider says, has the steps started that
 * were appended, and takes in their outcomes. One thread decides.
 */
final class OperationWorker {

  /** How often deadlines are looked at while nothing else happens. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Something to take in; without a reply it is only a reason to look again. */
  private record Signal(StepAttemptKey key, Optional<AgentReply> reply) {}

  private static final Logger LOG = Logger.getLogger(OperationWorker.class);
  private static final Signal LOOK = new Signal(new StepAttemptKey("", false, 0), Optional.empty());

  private final PairId pair;
  private final PairRepository pairs;
  private final HostAgent agent;
  private final InstantSource clock;
  private final String replica;
  private final long epoch;
  private final AgentSessions sessions;
  private final LinkedBlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();

  // Both are touched by the deciding thread only.
  private final InFlightSteps inFlight;
  private final Set<StepStarted> begun = new HashSet<>();
  private volatile boolean stopped;

  /** Another replica drives the pair: whatever this one still holds is void. */
  private static final class TakenOver extends RuntimeException {}

  OperationWorker(
      PairId pair,
      PairRepository pairs,
      HostAgent agent,
      AgentSessions sessions,
      Duration resend,
      InstantSource clock,
      InstallationId installation,
      String replica,
      long epoch) {
    this.pair = pair;
    this.pairs = pairs;
    this.agent = agent;
    this.sessions = sessions;
    this.clock = clock;
    this.replica = replica;
    this.epoch = epoch;
    this.inFlight =
        new InFlightSteps(
            pair, agent, sessions, resend, clock, installation, replica, this::takeIn);
  }

  private void takeIn(StepAttemptKey key, AgentReply reply) {
    inbox.add(new Signal(key, Optional.of(reply)));
  }

  /** Something changed: look again soon. */
  void wake() {
    inbox.add(LOOK);
  }

  /** Record and start nothing more: another replica goes on from here. */
  void stop() {
    stopped = true;
    wake();
  }

  /** Runs until the pair has no open operation, or another replica has taken it over. */
  void run() throws InterruptedException {
    List<Signal> signals = new ArrayList<>();
    while (!stopped) {
      try {
        PairState state = advance(signals);
        signals.clear();
        inFlight.start(state, begun);
        inFlight.cutCopies(state, begun);
        sessions.greet(agent, PairSnapshot.hosts(state));
        if (state.running().isEmpty() && inFlight.none()) {
          return;
        }
      } catch (TakenOver e) {
        LOG.infof("another replica drives it now pair=%s", pair);
        return;
      } catch (RuntimeException e) {
        // Nothing is lost: what came in is kept, and agents keep their results.
        LOG.warnf("cannot record progress, trying again pair=%s: %s", pair, e.getMessage());
      }
      Signal first = inbox.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        signals.add(first);
        inbox.drainTo(signals);
      }
      giveUpTheSilent(signals);
    }
  }

  /** A wait that nobody ends is ended: the step is unknown, and a person decides (E8). */
  private void giveUpTheSilent(List<Signal> signals) {
    for (StepAttemptKey key : inFlight.silent()) {
      if (signals.stream().noneMatch(signal -> signal.key().equals(key))) {
        String why = "no answer long after its deadline; an order that was sent may still run";
        signals.add(new Signal(key, Optional.of(new AgentReply.Unknown(why, false))));
      }
    }
  }

  /** Records what came in and what follows from it, in one append. */
  private PairState advance(List<Signal> signals) {
    EventContext context = EventContext.ofEngine(replica, pair.value());
    try {
      PairState state =
          pairs.append(
              pair,
              context,
              before -> {
                List<PairEvent> events = new ArrayList<>();
                PairState now = before;
                begun.clear();
                if (before.epoch() != epoch) {
                  throw new TakenOver();
                }
                for (Signal signal : signals) {
                  now = fold(now, settled(now, signal), events);
                }
                now = fold(now, OperationDecider.halted(now, pairs::stop), events);
                List<PairEvent> next = OperationDecider.next(now, clock.instant());
                while (!next.isEmpty()) {
                  now = fold(now, next, events);
                  next = OperationDecider.next(now, clock.instant());
                }
                events.stream()
                    .filter(StepStarted.class::isInstance)
                    .map(StepStarted.class::cast)
                    .forEach(begun::add);
                return events;
              });
      signals.forEach(signal -> inFlight.end(signal.key()));
      return state;
    } catch (DuplicateKeyException impossible) {
      throw new IllegalStateException("the engine uses no idempotency keys", impossible);
    }
  }

  private static List<PairEvent> settled(PairState state, Signal signal) {
    if (signal.reply().isEmpty() || state.running().isEmpty()) {
      return List.of();
    }
    OperationState operation = state.running().get();
    StepAttemptKey key = signal.key();
    StepState now = (key.undo() ? operation.undos() : operation.steps()).get(key.step());
    // After an append whose answer was lost the outcome may be on record already, and the answer of
    // an attempt that was given up says nothing about the next one.
    return now instanceof StepState.Started started && started.attempt() == key.attempt()
        ? StepSettlement.of(state, key.step(), key.undo(), signal.reply().get())
        : List.of();
  }

  private static PairState fold(PairState state, List<PairEvent> events, List<PairEvent> all) {
    PairState folded = state;
    for (PairEvent event : events) {
      folded = folded.after(event);
    }
    all.addAll(events);
    return folded;
  }
}
