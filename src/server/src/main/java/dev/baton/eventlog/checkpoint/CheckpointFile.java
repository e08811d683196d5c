package dev.baton.eventlog.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.embedded.DatabaseDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checkpoints in a file, one JSON object a line, oldest first; only ever added to. */
public final class CheckpointFile implements CheckpointSink {

  private final Path file;

  public CheckpointFile(Path file) {
    this.file = file;
  }

  /** On disk when it returns. What a machine that went down left of a line is written over. */
  @Override
  public void take(Checkpoint checkpoint) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (var writer = new RandomAccessFile(file.toFile(), "rw")) {
      long end = lineEnd(writer);
      writer.setLength(end);
      writer.seek(end);
      writer.write((checkpoint.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
      writer.getFD().sync();
    } catch (IOException e) {
      throw DatabaseDisk.explain(e, file);
    }
  }

  /**
   * All of them; none when there is no such file. An unended last line is still being written.
   *
   * @throws IOException when a line is no checkpoint; the message names it
   */
  public List<Checkpoint> read() throws IOException {
    var checkpoints = new ArrayList<Checkpoint>();
    if (!Files.exists(file)) {
      return checkpoints;
    }
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      try {
        checkpoints.add(Checkpoint.fromJson(line));
      } catch (JsonProcessingException e) {
        throw new IOException(
            "line %d of %s is no checkpoint".formatted(checkpoints.size() + 1, file), e);
      }
    }
    return checkpoints;
  }

  /** Behind the last whole line. */
  private static long lineEnd(RandomAccessFile reader) throws IOException {
    for (long end = reader.length(); end > 0; end--) {
      reader.seek(end - 1);
      if (reader.read() == '\n') {
        return end;
      }
    }
    return 0;
  }
}
