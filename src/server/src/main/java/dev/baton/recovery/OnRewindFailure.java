package dev.baton.recovery;

import dev.baton.http.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is to happen when a rewind was begun and failed: the data folder is broken then. */
enum OnRewindFailure {
  /** Ask a person whether the whole database may be copied. */
  PAUSE,
  /** Copy it. */
  BASEBACKUP;

  /** The word in a request; {@code pause} when there is none. */
  static OnRewindFailure of(@Nullable String word) {
    if (word == null) {
      return PAUSE;
    }
    return Arrays.stream(values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () -> ProblemException.badRequest("onRewindFailure", "use pause or basebackup"));
  }
}
