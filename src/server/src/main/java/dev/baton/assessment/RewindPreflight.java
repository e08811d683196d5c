package dev.baton.assessment;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks before a rewind, from the evidence of {@code postgres.rewind-check}. Pure. */
public final class RewindPreflight {

  private RewindPreflight() {}

  /** Why it can never succeed; then only a base backup helps. */
  public static Optional<String> never(Map<String, String> facts) {
    String missing = Evidence.of(facts).text(EvidenceKey.MISSING_WAL);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("its log from the fork on is not there any more: %s".formatted(missing));
  }

  /** What an operator has to fix first; empty when nothing. */
  public static Optional<String> first(Map<String, String> facts) {
    List<String> first = new ArrayList<>();
    String unwritable = Evidence.of(facts).text(EvidenceKey.UNWRITABLE);
    if (!unwritable.isEmpty()) {
      first.add("let the database's user write %s in the data folder".formatted(unwritable));
    }
    Evidence.of(facts).find(EvidenceKey.FIRST).ifPresent(first::add);
    long free = Evidence.of(facts).number(EvidenceKey.FREE_BYTES).orElse(Long.MAX_VALUE);
    long needed = Evidence.of(facts).number(EvidenceKey.NEEDED_BYTES).orElse(0L);
    if (free < needed) {
      first.add("%d bytes are free there and about %d are needed".formatted(free, needed));
    }
    return first.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", first));
  }
}
