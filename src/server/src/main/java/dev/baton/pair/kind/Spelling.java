package dev.baton.pair.kind;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Converts enum constants to their words in the log, in plans and in the API, and back; renaming
 * breaks old data.
 */
final class Spelling {

  private Spelling() {}

  /** Its name in lower case with hyphens, for example {@code two-writable-primaries}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The one of that word.
   *
   * @throws IllegalArgumentException with the words there are, for the caller
   */
  static <E> E read(String text, List<E> all, Function<E, String> word) {
    return all.stream()
        .filter(one -> word.apply(one).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("use " + list(all.stream().map(word).toList())));
  }

  /** For example {@code follow, rewind or basebackup}. */
  private static String list(List<String> words) {
    List<String> before = words.subList(0, words.size() - 1);
    return before.isEmpty()
        ? words.getLast()
        : String.join(", ", before) + " or " + words.getLast();
  }
}
