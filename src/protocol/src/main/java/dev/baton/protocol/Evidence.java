package dev.baton.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Typed reader of reported facts. One that is missing or of another kind is empty, never a guess.
 *
 * @param facts by wire name
 */
public record Evidence(Map<String, String> facts) {

  /** The reader of these facts. */
  public static Evidence of(Map<String, String> facts) {
    return new Evidence(facts);
  }

  /** Whether it is reported to be so. */
  public boolean flag(EvidenceKey key) {
    return "true".equals(facts.get(key.wireName()));
  }

  /** Whether it is reported not to be so; silence is no denial. */
  public boolean denied(EvidenceKey key) {
    return "false".equals(facts.get(key.wireName()));
  }

  /** Whether anything is reported. */
  public boolean has(EvidenceKey key) {
    return facts.containsKey(key.wireName());
  }

  /** What is reported, if anything. */
  public Optional<String> find(EvidenceKey key) {
    return Optional.ofNullable(facts.get(key.wireName()));
  }

  /** What is reported, or that. */
  public String text(EvidenceKey key, String otherwise) {
    return facts.getOrDefault(key.wireName(), otherwise);
  }

  /** What is reported; empty text when nothing is. */
  public String text(EvidenceKey key) {
    return text(key, "");
  }

  /** A whole number of at least 0. */
  public Optional<Long> number(EvidenceKey key) {
    return find(key).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
  }

  /** A place in the write-ahead log. */
  public Optional<Lsn> lsn(EvidenceKey key) {
    return find(key).flatMap(Lsn::parse);
  }

  /** A point in time. */
  public Optional<Instant> time(EvidenceKey key) {
    try {
      return find(key).filter(text -> !text.isEmpty()).map(Instant::parse);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
