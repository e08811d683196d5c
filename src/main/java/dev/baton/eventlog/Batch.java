package dev.baton.eventlog;

import static java.util.Objects.requireNonNull;

import dev.baton.eventlog.Outcome.Duplicate;
import dev.baton.eventlog.Outcome.Recorded;
import dev.baton.eventlog.Outcome.Stale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Appends decided on together, each by itself: those that fit follow each other in one statement,
 * the others are refused.
 *
 * @param before the head that the events follow
 * @param streams how the streams stand after the events
 * @param certain whether it holds once the events are written, or at once where there are none
 */
record Batch(
    Head before,
    List<RecordedEvent> events,
    Map<Append, Outcome> outcomes,
    Map<StreamId, StreamState> streams,
    boolean certain) {

  /** Decides in the order given; an append sees what those before it have done. */
  static Batch of(View view, List<Append> appends) {
    Head head = view.head();
    var events = new ArrayList<RecordedEvent>();
    var outcomes = new LinkedHashMap<Append, Outcome>();
    var streams = new HashMap<>(view.streams());
    var keys = new HashMap<>(view.keys());
    boolean certain = true;
    for (Append append : appends) {
      Optional<String> key = append.context().idempotencyKey();
      StreamState state = requireNonNull(streams.get(append.stream()));
      try {
        append.check(state.with(key.map(keys::get)));
        List<RecordedEvent> next = append.after(head, view.now());
        events.addAll(next);
        outcomes.put(append, new Recorded(next));
        head = Head.of(next.getLast());
        streams.put(append.stream(), state.at(next.getLast().version()));
        key.ifPresent(text -> keys.put(text, next.getFirst().seq()));
      } catch (StaleVersionException e) {
        // It may be a repeated call, which has to be told of its key first.
        certain &= view.looked() || key.isEmpty();
        outcomes.put(append, new Stale(String.valueOf(e.getMessage())));
      } catch (DuplicateKeyException e) {
        outcomes.put(append, new Duplicate(String.valueOf(e.getMessage())));
      }
    }
    // What is only remembered is proven by the head that moves; without events none does.
    certain &= view.looked() || !events.isEmpty();
    return new Batch(view.head(), events, outcomes, streams, certain);
  }

  void settle() {
    outcomes.forEach(Append::settle);
  }
}
