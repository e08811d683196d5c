package dev.baton.operation.engine;

import static java.util.Objects.requireNonNull;

import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.UnreadableEventException;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AddressTakenBack;
import dev.baton.pair.PairEvent.HostAnswering;
import dev.baton.pair.PairEvent.HostReleased;
import dev.baton.pair.PairEvent.HostSilent;
import dev.baton.pair.PairEvent.PairAdopted;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PairRetired;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.VerdictChanged;
import dev.baton.pair.PairState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cached state of a pair as far as its stream was read, with the events of its newest operation.
 *
 * @param operation events of the newest operation, oldest first; empty before the first one
 * @param standing the newest event of each kind whose effect outlives its operation
 * @param newest the event it stands at
 */
public record KnownPair(
    PairState state,
    List<RecordedEvent> operation,
    Map<String, RecordedEvent> standing,
    RecordedEvent newest) {

  public KnownPair {
    operation = List.copyOf(operation);
    standing = Map.copyOf(standing);
  }

  /**
   * What is known after more of the stream.
   *
   * @param before null when nothing was read before
   * @param newer oldest first, at least one; the first of all registers the pair
   * @throws UnreadableEventException at the first event that cannot be read or does not follow
   */
  public static KnownPair after(@Nullable KnownPair before, List<RecordedEvent> newer) {
    @Nullable PairState state = before == null ? null : before.state();
    List<RecordedEvent> operation =
        new ArrayList<>(before == null ? List.of() : before.operation());
    Map<String, RecordedEvent> standing =
        new HashMap<>(before == null ? Map.of() : before.standing());
    for (RecordedEvent event : newer) {
      state = fold(state, event);
      standingKey(event.pairEvent()).ifPresent(key -> standing.put(key, event));
      Optional<String> newest = state.operation().map(OperationState::id).map(OperationId::value);
      if (event.operation().isPresent() && event.operation().equals(newest)) {
        if (!operation.isEmpty() && !operation.getFirst().operation().equals(newest)) {
          operation.clear();
        }
        operation.add(event);
      }
    }
    return new KnownPair(requireNonNull(state), operation, standing, newer.getLast());
  }

  /**
   * The events that make up the state: the others have no effect on it any more.
   *
   * @return oldest first; empty when they do not give the same state, and all are needed
   */
  public List<RecordedEvent> essentials() {
    Map<Long, RecordedEvent> byVersion = new TreeMap<>();
    standing.values().forEach(event -> byVersion.put(event.version(), event));
    operation.forEach(event -> byVersion.put(event.version(), event));
    List<RecordedEvent> events = List.copyOf(byVersion.values());
    return from(events, newest).filter(this::equals).isPresent() ? events : List.of();
  }

  /**
   * What is known from the essential events alone; empty when they are none.
   *
   * @param essentials in any order
   * @param newest the event it stands at then
   */
  static Optional<KnownPair> from(Collection<RecordedEvent> essentials, RecordedEvent newest) {
    @Nullable KnownPair known = null;
    List<RecordedEvent> inOrder =
        essentials.stream().sorted(Comparator.comparingLong(RecordedEvent::version)).toList();
    for (RecordedEvent event : inOrder) {
      known = after(known == null ? null : known.at(event.version() - 1), List.of(event));
    }
    return Optional.ofNullable(known)
        .map(last -> last.at(newest.version()))
        .map(last -> new KnownPair(last.state(), last.operation(), last.standing(), newest));
  }

  private KnownPair at(long version) {
    return new KnownPair(state.at(version), operation, standing, newest);
  }

  /** What the newest event of takes the place of every earlier one; empty for all that ends. */
  private static Optional<String> standingKey(PairEvent event) {
    return switch (event) {
      case PairRegistered e -> Optional.of("registered");
      case PairTakenOver e -> Optional.of("epoch");
      case PairAdopted e -> Optional.of("adopted");
      case PrimaryPromoted e -> Optional.of("primary");
      case StandbyJoined e -> Optional.of("standby");
      case PairRetired e -> Optional.of("retired");
      case HostReleased e -> Optional.of("release of " + e.host());
      case SplitBrainSeen e -> Optional.of("split brain");
      case SplitBrainResolved e -> Optional.of("split brain");
      case HostSilent e -> Optional.of("sign of " + e.host());
      case HostAnswering e -> Optional.of("sign of " + e.host());
      case AddressTakenBack e -> Optional.of("address of " + e.host());
      case VerdictChanged e -> Optional.of("verdict on " + e.item());
      default ->
          Optional.empty(); // it belongs to an operation, and counts while that is the newest
    };
  }

  private static PairState fold(@Nullable PairState before, RecordedEvent recorded) {
    PairEvent event = recorded.pairEvent();
    try {
      return before == null ? PairState.from(List.of(event)) : before.after(event);
    } catch (RuntimeException e) {
      throw UnreadableEventException.of(
          recorded, "it does not follow from those before it (%s)".formatted(e.getMessage()));
    }
  }

  /** The newest operation as its events tell it, if it is that one. */
  public Optional<OperationHistory> history(OperationId id) {
    return state
        .operation()
        .filter(o -> o.id().equals(id))
        .map(o -> new OperationHistory(state, o, operation));
  }
}
