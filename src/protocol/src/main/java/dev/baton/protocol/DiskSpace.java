package dev.baton.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognizes a disk without room by what programs say of it. */
public final class DiskSpace {

  /** ENOSPC and EDQUOT in the words of the C library, which every program quotes. */
  private static final List<String> WORDS =
      List.of("No space left on device", "Disk quota exceeded");

  private DiskSpace() {}

  /** Whether that was said of a full disk. */
  public static boolean saysFull(@Nullable String said) {
    return said != null && WORDS.stream().anyMatch(said::contains);
  }
}
