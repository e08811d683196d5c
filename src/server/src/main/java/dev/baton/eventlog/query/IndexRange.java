package dev.baton.eventlog.query;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The events with these values in these columns, where one index has them side by side in order of
 * seq.
 */
record IndexRange(List<EventColumn> columns, List<String> values) {

  /** The index of the primary key. */
  static final IndexRange EVERYTHING = new IndexRange(List.of(), List.of());

  /** The one outcome that has no index: it says that nothing is worth looking at. */
  private static final String DONE = "DONE";

  /** Together with any other outcome these have an index of their own. */
  private static final Set<EventColumn> BESIDE_OUTCOME =
      EnumSet.of(EventColumn.PAIR, EventColumn.HOST, EventColumn.ACTOR);

  IndexRange {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }

  /** One range per index that has a part in the filter; what lies in all of them is wanted. */
  static List<IndexRange> of(EventFilter filter) {
    Optional<String> trouble = outcome(filter).filter(outcome -> !outcome.equals(DONE));
    var ranges = new ArrayList<IndexRange>();
    filter
        .exact()
        .forEach((column, value) -> {
          if (BESIDE_OUTCOME.contains(column) && trouble.isPresent()) {
            ranges.add(
                new IndexRange(
                    List.of(EventColumn.OUTCOME, column), List.of(trouble.get(), value)));
          } else if (column != EventColumn.OUTCOME) {
            ranges.add(new IndexRange(List.of(column), List.of(value)));
          }
        });
    if (trouble.isPresent() && Collections.disjoint(filter.exact().keySet(), BESIDE_OUTCOME)) {
      ranges.add(new IndexRange(List.of(EventColumn.OUTCOME), List.of(trouble.get())));
    }
    return ranges;
  }

  /** One range per type with the prefix that is asked for; what lies in any of them is wanted. */
  static List<IndexRange> ofTypes(EventFilter filter) {
    return filter.typePrefix().stream()
        .flatMap(
            prefix -> EventTypes.all().keySet().stream().filter(type -> type.startsWith(prefix)))
        .map(type -> new IndexRange(List.of(EventColumn.TYPE), List.of(type)))
        .toList();
  }

  /** Whether an event in all ranges is wanted without a look at it; times apart. */
  static boolean coverAll(EventFilter filter) {
    return filter.typePrefix().isEmpty() && !outcome(filter).equals(Optional.of(DONE));
  }

  /** What a row must fulfil; times apart. */
  static SqlFragment conditions(EventFilter filter) {
    SqlFragment all = new SqlFragment("where true", List.of());
    for (var wanted : filter.exact().entrySet()) {
      String condition = "and event.%s = ?".formatted(wanted.getKey().sqlName());
      all = all.and(new SqlFragment(condition, List.of(wanted.getValue())));
    }
    // Names compare by bytes, so a prefix is the range up to the byte after the dot.
    return filter.typePrefix().isEmpty()
        ? all
        : all.and(
            new SqlFragment(
                "and event.type >= ? and event.type < ?",
                List.of(
                    filter.typePrefix().get(),
                    filter.typePrefix().get().replaceFirst("\\.$", "/"))));
  }

  /**
   * Reads it from one end. Bounds and order name all columns of the index, so that no other way to
   * the rows comes into question, whatever the database believes about how many there are.
   */
  SqlFragment select(String what, SeqRange seqRange, int most) {
    List<String> names =
        Stream.concat(columns.stream().map(EventColumn::sqlName), Stream.of("seq"))
            .map("event."::concat)
            .toList();
    String row = "(" + String.join(", ", names) + ")";
    String marks = "(" + "?, ".repeat(columns.size()) + "?)";
    String text =
        "select %s from event where %s >= %s and %s <= %s%s order by %s limit ?"
            .formatted(
                what,
                row,
                marks,
                row,
                marks,
                present(),
                String.join(", ", ordered(names, seqRange)));
    var bound = new ArrayList<Object>(values);
    bound.add(seqRange.first());
    bound.addAll(values);
    bound.add(seqRange.last());
    bound.add(most);
    return new SqlFragment(text, bound);
  }

  private static List<String> ordered(List<String> names, SeqRange seqRange) {
    return names.stream().map(name -> name + " " + seqRange.order()).toList();
  }

  /** The indexes leave out what has no value; the database must be told that it misses nothing. */
  private String present() {
    var text = new StringBuilder();
    for (EventColumn column : columns) {
      text.append(" and event.%s is not null".formatted(column.sqlName()));
      if (column == EventColumn.OUTCOME) {
        text.append(" and event.outcome <> '").append(DONE).append('\'');
      }
    }
    return text.toString();
  }

  private static Optional<String> outcome(EventFilter filter) {
    return Optional.ofNullable(filter.exact().get(EventColumn.OUTCOME));
  }
}
