package dev.baton.eventlog.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A statement, or a part of one, with the values of its parameters. */
record SqlFragment(String text, List<Object> values) {

  SqlFragment {
    values = List.copyOf(values);
  }

  SqlFragment and(SqlFragment more) {
    var all = new ArrayList<>(values);
    all.addAll(more.values);
    return new SqlFragment(text + " " + more.text, all);
  }

  /** One row with the result of each, which must have a single column, as an array. */
  static SqlFragment arrays(List<SqlFragment> each) {
    return new SqlFragment(
        each.stream()
            .map(sqlFragment -> "array(" + sqlFragment.text + ")")
            .collect(Collectors.joining(", ", "select ", "")),
        each.stream().flatMap(sqlFragment -> sqlFragment.values.stream()).toList());
  }
}
