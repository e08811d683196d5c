package dev.baton.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A statement, or a part of one, with the values for its places. */
record Sql(String text, List<Object> values) {

  Sql {
    values = List.copyOf(values);
  }

  Sql and(Sql more) {
    var all = new ArrayList<>(values);
    all.addAll(more.values);
    return new Sql(text + " " + more.text, all);
  }

  /** One row with the result of each, which must have a single column, as an array. */
  static Sql arrays(List<Sql> each) {
    return new Sql(
        each.stream()
            .map(sql -> "array(" + sql.text + ")")
            .collect(Collectors.joining(", ", "select ", "")),
        each.stream().flatMap(sql -> sql.values.stream()).toList());
  }
}
