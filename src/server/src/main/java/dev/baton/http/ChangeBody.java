package dev.baton.http;

import org.jspecify.annotations.Nullable;

/** The body of a call that changes something: it says why, for the log. */
public interface ChangeBody {

  /** Why, in the caller's words; a call without one is refused. */
  @Nullable String reason();

  /** The change or incident it belongs to. */
  default @Nullable String ticket() {
    return null;
  }
}
