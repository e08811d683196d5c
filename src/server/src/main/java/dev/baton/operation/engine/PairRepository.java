package dev.baton.operation.engine;

import dev.baton.eventlog.CanIgnoreReturnValue;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.UnreadableEventException;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.StopEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads pairs and decides on them: each decision is made on the newest state and appended only if
 * that state still stands, so that two decisions cannot both follow from the same one.
 */
@ApplicationScoped
public class PairRepository {

  /** What follows from a state. */
  public interface Decision {

    /**
     * Decides; called again on a newer state when somebody else was first.
     *
     * @return what to append; empty for nothing
     */
    List<PairEvent> on(PairState state);
  }

  /** Others may be first many times in a row only if something appends without pause. */
  private static final int TRIES = 20;

  private final EventLog log;
  private final StoredPairs stored;
  private final EmergencyStops stops;
  private final Map<PairId, KnownPair> known = new ConcurrentHashMap<>();
  private volatile long generation;
  private final Map<PairId, ReentrantLock> locks = new ConcurrentHashMap<>();

  @Inject
  PairRepository(EventLog log, StoredPairs stored) {
    this.log = log;
    this.stored = stored;
    this.stops = new EmergencyStops(log);
  }

  /** That remembers nothing over a restart. */
  PairRepository(EventLog log) {
    this(log, StoredPairs.none());
  }

  /**
   * The pair as the log has it now; empty when it is not registered.
   *
   * @throws UnreadableEventException when this version cannot read it: nothing may be decided on it
   */
  public Optional<PairState> find(PairId pair) {
    return look(pair).map(KnownPair::state);
  }

  /**
   * The sites of a registered pair; known from its registration where the rest cannot be read.
   *
   * @throws UnreadableEventException when not even that can be read
   */
  public List<Site> sites(PairId pair) {
    try {
      return find(pair).orElseThrow().sites();
    } catch (UnreadableEventException e) {
      return PairState.from(List.of(log.pick(StreamId.of(pair), Set.of(1L)).getFirst().pairEvent()))
          .sites();
    }
  }

  /** The newest operation of the pair, if it is that one. */
  public Optional<OperationHistory> newest(PairId pair, OperationId operation) {
    return look(pair).flatMap(now -> now.history(operation));
  }

  /** An operation as it was when something was last read or appended here; nothing is read. */
  public Optional<OperationHistory> inHand(PairId pair, OperationId operation) {
    return Optional.ofNullable(known.get(pair)).flatMap(now -> now.history(operation));
  }

  private Optional<KnownPair> look(PairId pair) {
    forgetWhatIsGone();
    return Optional.ofNullable(
        known.compute(
            pair,
            (id, read) -> {
              @Nullable KnownPair old = read == null ? stored.find(id, log).orElse(null) : read;
              long from = old == null ? 0 : old.state().version();
              List<RecordedEvent> newer = log.read(StreamId.of(id), from);
              return newer.isEmpty() ? old : KnownPair.after(old, newer);
            }));
  }

  /**
   * Remembers over a restart how far pairs were read.
   *
   * @param atOnce whether it is the last time
   */
  void remember(boolean atOnce) {
    stored.keep(known.values(), atOnce);
  }

  /** What was read of a log that went back since may not be in it any more. */
  private void forgetWhatIsGone() {
    long now = log.generation();
    if (now != generation) {
      known.clear();
      stops.forget();
      generation = now;
    }
  }

  /** The stop that stands over all pairs; empty when none does. */
  public Optional<EmergencyStop> stop() {
    forgetWhatIsGone();
    return stops.standing();
  }

  /**
   * Declares a stop, or releases it, unless it stands so already.
   *
   * @return what stands then
   */
  public Optional<EmergencyStop> become(StopEvent event, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    forgetWhatIsGone();
    return stops.become(event, context);
  }

  /** Stops everything on this replica at once, while the log takes nothing; recorded later. */
  public EmergencyStop stopUnrecorded(EventContext context, Instant now) {
    return stops.declareUnrecorded(context, now);
  }

  /** The pairs as far as they were read; for when nothing can be read. */
  public List<PairState> inMemory() {
    return known.values().stream().map(KnownPair::state).toList();
  }

  /**
   * Decides on the pair and appends what was decided.
   *
   * @return the state with it folded in
   * @throws DuplicateKeyException when the context's idempotency key is in the log already: answer
   *     as the first call was answered
   * @throws java.util.NoSuchElementException when the pair is not registered: look for it first
   */
  @CanIgnoreReturnValue
  public PairState append(PairId pair, EventContext context, Decision decision)
      throws DuplicateKeyException {
    ReentrantLock lock = locks.computeIfAbsent(pair, id -> new ReentrantLock());
    lock.lock();
    try {
      for (int tried = 0; ; tried++) {
        KnownPair now = look(pair).orElseThrow();
        PairState state = now.state();
        List<PairEvent> events = decision.on(state);
        if (events.isEmpty()) {
          return state;
        }
        try {
          return keep(
              pair,
              KnownPair.after(
                  now,
                  log.append(
                      StreamId.of(pair),
                      state.version(),
                      events,
                      context.withEpoch(state.epoch()))));
        } catch (StaleVersionException e) {
          if (tried == TRIES) {
            throw new IllegalStateException("%s never stands still".formatted(pair), e);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private PairState keep(PairId pair, KnownPair after) {
    KnownPair newest =
        known.merge(pair, after, (a, b) -> a.state().version() > b.state().version() ? a : b);
    return newest.state().version() == after.state().version()
        ? after.state()
        : find(pair).orElseThrow();
  }
}
