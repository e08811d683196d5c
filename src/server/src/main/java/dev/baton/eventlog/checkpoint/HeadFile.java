package dev.baton.eventlog.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.embedded.AtomicFile;
import dev.baton.embedded.AtomicFile.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps the remembered head of a log in one file, replaced whole each time. */
public final class HeadFile {

  private final Path file;

  public HeadFile(Path file) {
    this.file = file;
  }

  /** Beside the checkpoints; each log has its own. */
  static HeadFile beside(Path checkpoints, String installation) {
    return new HeadFile(checkpoints.resolveSibling("log-head-%s.json".formatted(installation)));
  }

  /**
   * Empty when there is no such file.
   *
   * @throws IOException also when it holds something else; the message names it
   */
  public Optional<RememberedHead> read() throws IOException {
    try {
      return Optional.of(RememberedHead.fromJson(Files.readString(file)));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException(file + " holds no head of a log", e);
    }
  }

  /**
   * Replaces it, whole or not at all.
   *
   * @param durable whether it outlives the machine going down, too, and not only the program
   */
  void write(RememberedHead head, boolean durable) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    AtomicFile.replace(
        file, head.toJson() + "\n", durable ? Durability.MACHINE : Durability.PROGRAM);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
