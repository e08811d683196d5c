package dev.baton.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which events are meant. Only filters that are given become conditions: a condition that may be
 * empty would cost every query its index.
 *
 * @param exact column to value
 * @param type exact, or a prefix that ends in a dot
 * @param from recorded at or after
 * @param to recorded before
 */
record EventFilter(
    Map<String, String> exact,
    Optional<String> type,
    Optional<Instant> from,
    Optional<Instant> to) {

  EventFilter {
    exact = Map.copyOf(exact);
  }

  /** Conditions and their values; {@code seqs} holds every event in the time range. */
  void addTo(List<String> conditions, Map<String, Object> values, SeqRange seqs) {
    exact.forEach((column, value) -> {
      conditions.add(column + " = :" + column);
      values.put(column, value);
    });
    type.ifPresent(name -> addType(name, conditions, values));
    if (seqs.first() > 1) {
      conditions.add("seq >= :firstSeq");
      values.put("firstSeq", seqs.first());
    }
    if (seqs.last() < Long.MAX_VALUE) {
      conditions.add("seq <= :lastSeq");
      values.put("lastSeq", seqs.last());
    }
  }

  /** Names compare by bytes, so a prefix is the range up to the byte after the dot. */
  private static void addType(String name, List<String> conditions, Map<String, Object> values) {
    if (!name.endsWith(".")) {
      conditions.add("type = :type");
      values.put("type", name);
      return;
    }
    conditions.add("type >= :typeFrom and type < :typeTo");
    values.put("typeFrom", name);
    values.put("typeTo", name.substring(0, name.length() - 1) + '/');
  }
}
