package dev.baton.eventlog.append;

import static java.util.Objects.requireNonNull;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.AppendOutcome.Duplicate;
import dev.baton.eventlog.append.AppendOutcome.Recorded;
import dev.baton.eventlog.append.AppendOutcome.Stale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Appends written in one statement but checked one by one: those that fit follow each other, the
 * others are refused.
 *
 * @param before the head that the events follow
 * @param streams how the streams stand after the events
 * @param certain whether it holds once the events are written, or at once where there are none
 */
record AppendBatch(
    LogHead before,
    List<PlacedEvent> events,
    Map<PendingAppend, AppendOutcome> outcomes,
    Map<StreamId, StreamState> streams,
    boolean certain) {

  /** Decides in the order given; an append sees what those before it have done. */
  static AppendBatch of(LogSnapshot logSnapshot, List<PendingAppend> appends) {
    LogHead head = logSnapshot.head();
    var events = new ArrayList<PlacedEvent>();
    var outcomes = new LinkedHashMap<PendingAppend, AppendOutcome>();
    var streams = new HashMap<>(logSnapshot.streams());
    var keys = new HashMap<>(logSnapshot.keys());
    boolean certain = true;
    for (PendingAppend append : appends) {
      Optional<String> key = append.context().idempotency().key();
      StreamState state = requireNonNull(streams.get(append.stream()));
      try {
        append.check(state.with(key.map(keys::get)));
        List<PlacedEvent> placed = append.after(head, logSnapshot.now());
        List<RecordedEvent> next = placed.stream().map(PlacedEvent::event).toList();
        events.addAll(placed);
        outcomes.put(append, new Recorded(next));
        head = LogHead.of(next.getLast());
        streams.put(append.stream(), state.at(next.getLast().version()));
        key.ifPresent(text -> keys.put(text, next.getFirst().seq()));
      } catch (StaleVersionException e) {
        // It may be a repeated call, which has to be told of its key first.
        certain &= logSnapshot.looked() || key.isEmpty();
        outcomes.put(append, new Stale(String.valueOf(e.getMessage())));
      } catch (DuplicateKeyException e) {
        outcomes.put(append, new Duplicate(String.valueOf(e.getMessage())));
      }
    }
    // What is only remembered is proven by the head that moves; without events none does.
    certain &= logSnapshot.looked() || !events.isEmpty();
    return new AppendBatch(logSnapshot.head(), events, outcomes, streams, certain);
  }

  /** Of its events, of which there is at least one. */
  RecordedEvent newest() {
    return events.getLast().event();
  }

  void settle() {
    outcomes.forEach(PendingAppend::settle);
  }
}
