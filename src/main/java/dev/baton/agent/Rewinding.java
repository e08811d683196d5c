package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Remembers, over a crash of the agent or its host, that a rewind has begun. A data folder in which
 * one did not come to its end looks like any other, and is broken.
 */
final class Rewinding {

  private final Path mark;

  /**
   * @param state folder of the agent's own, which outlives a reboot
   */
  Rewinding(Path state) {
    this.mark = state.resolve("rewind-begun");
  }

  void begun() throws IOException {
    Durable.replace(mark, "");
  }

  /** It came to its end, never touched anything, or the folder was replaced. */
  void over() throws IOException {
    boolean unused = Files.deleteIfExists(mark);
  }

  boolean broken() {
    return Files.exists(mark);
  }

  /**
   * @throws FailedException if the data folder must not be used
   */
  void requireWhole() throws FailedException {
    if (broken()) {
      throw new FailedException(
          "a rewind of its data folder was begun and did not come to its end; only a base backup"
              + " helps",
          Map.of("broken", "true"));
    }
  }
}
