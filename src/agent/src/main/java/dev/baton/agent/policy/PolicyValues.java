package dev.baton.agent.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of a policy by their keys, read as what they are. */
record PolicyValues(Map<PolicyKey, String> values) {

  boolean has(PolicyKey key) {
    return values.containsKey(key);
  }

  Optional<String> optional(PolicyKey key) {
    @Nullable String value = values.get(key);
    return Optional.ofNullable(value);
  }

  /** Of a key that is known to be there. */
  String text(PolicyKey key) {
    return optional(key).orElseThrow();
  }

  String text(PolicyKey key, String otherwise) {
    return optional(key).orElse(otherwise);
  }

  Path path(PolicyKey key) {
    return Path.of(text(key));
  }

  Duration seconds(PolicyKey key, long otherwise) {
    return Duration.ofSeconds(optional(key).map(Long::valueOf).orElse(otherwise));
  }

  /** What is parted by blanks, as a command's program and its words; empty without the key. */
  List<String> words(PolicyKey key) {
    return optional(key).map(text -> Arrays.asList(text.split(" +", -1))).orElse(List.of());
  }
}
