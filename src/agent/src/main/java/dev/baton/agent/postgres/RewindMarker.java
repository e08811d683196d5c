package dev.baton.agent.postgres;

import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.FailedException;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Durable marker that a rewind has begun. A data folder with an unfinished rewind looks intact and
 * is broken.
 */
public final class RewindMarker {

  /** For a sentence that begins with the server. */
  private static final String BROKEN =
      "a rewind of its data folder was begun and did not come to its end; only a base backup helps";

  private final Path mark;

  /**
   * @param state folder of the agent's own, which outlives a reboot
   */
  public RewindMarker(Path state) {
    this.mark = state.resolve("rewind-begun");
  }

  void begun() throws IOException {
    DurableFiles.replace(mark, "");
  }

  /** It came to its end, never touched anything, or the folder was replaced. */
  void over() throws IOException {
    Files.deleteIfExists(mark);
  }

  public boolean broken() {
    return Files.exists(mark);
  }

  /**
   * @throws FailedException if the data folder must not be used
   */
  void requireWhole() throws FailedException {
    if (broken()) {
      throw new FailedException(BROKEN, Map.of(EvidenceKey.BROKEN.wireName(), "true"));
    }
  }
}
