package dev.baton.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a look ahead of a rewind says, from the facts of {@code postgres.rewind-check}. Pure. */
final class RewindFitness {

  private RewindFitness() {}

  /** Why it can never succeed; then only a base backup helps. */
  static Optional<String> never(Map<String, String> facts) {
    String missing = facts.getOrDefault("missingWal", "");
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("its log from the fork on is not there any more: %s".formatted(missing));
  }

  /** What somebody has to see to first; empty when nothing. */
  static Optional<String> first(Map<String, String> facts) {
    List<String> first = new ArrayList<>();
    String unwritable = facts.getOrDefault("unwritable", "");
    if (!unwritable.isEmpty()) {
      first.add("let the database's user write %s in the data folder".formatted(unwritable));
    }
    long free = number(facts, "freeBytes", Long.MAX_VALUE);
    long needed = number(facts, "neededBytes", 0);
    if (free < needed) {
      first.add("%d bytes are free there and about %d are needed".formatted(free, needed));
    }
    return first.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", first));
  }

  private static long number(Map<String, String> facts, String key, long otherwise) {
    String value = facts.getOrDefault(key, "");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : otherwise;
  }
}
