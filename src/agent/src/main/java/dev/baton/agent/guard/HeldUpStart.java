package dev.baton.agent.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A note of the guard for the agent: in this boot a part was to start, and nobody had confirmed the
 * role of the host. The agent has it started once somebody does.
 */
final class HeldUpStart {

  private final Path file;
  private final String bootId;

  HeldUpStart(Path state, GuardVerdict.Unit unit, String bootId) {
    this.file = state.resolve("held-up-" + unit.name().toLowerCase(Locale.ROOT));
    this.bootId = bootId;
  }

  void begun() throws IOException {
    Files.writeString(file, bootId);
  }

  /** It was let start, must not, or the agent has had it started. */
  void over() throws IOException {
    Files.deleteIfExists(file);
  }

  boolean waits() throws IOException {
    try {
      return Files.readString(file).equals(bootId);
    } catch (NoSuchFileException none) {
      return false;
    }
  }
}
