package dev.baton.operation;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads pairs and decides on them: each decision is made on the newest state and appended only if
 * that state still stands, so that two decisions cannot both follow from the same one.
 */
@ApplicationScoped
public class Pairs {

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

  /** How far the stream of stops was read, and what stood there. */
  private record Stops(long version, Optional<Stop> standing) {}

  private final EventLog log;
  private volatile Stops stops = new Stops(0, Optional.empty());
  private final Map<PairId, PairState> known = new ConcurrentHashMap<>();
  private final Map<PairId, ReentrantLock> locks = new ConcurrentHashMap<>();

  Pairs(EventLog log) {
    this.log = log;
  }

  /** The pair as the log has it now; empty when it is not registered. */
  public Optional<PairState> find(PairId pair) {
    return Optional.ofNullable(
        known.compute(
            pair,
            (id, old) -> {
              long from = old == null ? 0 : old.version();
              List<PairEvent> newer =
                  log.read(StreamId.of(id), from).stream()
                      .map(RecordedEvent::fact)
                      .map(PairEvent.class::cast)
                      .toList();
              if (old == null) {
                return newer.isEmpty() ? null : PairState.from(newer);
              }
              PairState state = old;
              for (PairEvent event : newer) {
                state = state.after(event);
              }
              return state;
            }));
  }

  /** The stop that stands over all pairs, as the log has it now; empty when none does. */
  public Optional<Stop> stop() {
    Stops seen = stops;
    List<RecordedEvent> newer = log.read(StreamId.STOP, seen.version());
    if (!newer.isEmpty()) {
      seen = new Stops(newer.getLast().version(), Stop.after(seen.standing(), newer));
      stops = seen;
    }
    return seen.standing();
  }

  /**
   * Decides on the pair and appends what was decided.
   *
   * @return the state with it folded in
   * @throws DuplicateKeyException when the context's idempotency key is in the log already: answer
   *     as the first call was answered
   * @throws java.util.NoSuchElementException when the pair is not registered: look for it first
   */
  public PairState append(PairId pair, EventContext context, Decision decision)
      throws DuplicateKeyException {
    ReentrantLock lock = locks.computeIfAbsent(pair, id -> new ReentrantLock());
    lock.lock();
    try {
      for (int tried = 0; ; tried++) {
        PairState state = find(pair).orElseThrow();
        List<PairEvent> events = decision.on(state);
        if (events.isEmpty()) {
          return state;
        }
        try {
          List<RecordedEvent> recorded =
              log.append(
                  StreamId.of(pair), state.version(), events, context.withEpoch(state.epoch()));
          return keep(pair, state, events, recorded.getLast().version());
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

  private PairState keep(PairId pair, PairState before, List<PairEvent> events, long version) {
    PairState state = before;
    for (PairEvent event : events) {
      state = state.after(event);
    }
    PairState after = state;
    if (after.version() != version) {
      throw new IllegalStateException("the log counts versions of %s differently".formatted(pair));
    }
    return known.merge(pair, after, (a, b) -> a.version() > b.version() ? a : b).version()
            == version
        ? after
        : find(pair).orElseThrow();
  }
}
