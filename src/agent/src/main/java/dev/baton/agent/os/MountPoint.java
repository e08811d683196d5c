package dev.baton.agent.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders at which a file system is mounted: they cannot be renamed. */
public final class MountPoint {

  private static final int PLACE = 4; // proc(5), /proc/pid/mountinfo: counted from 0

  private MountPoint() {}

  /** The first one at or below that folder, also one that shows a part of the same file system. */
  public static Optional<Path> within(Path folder) throws IOException {
    return places(folder.toRealPath()).findFirst();
  }

  /** As {@link #within}, but for the folder itself. */
  public static Optional<Path> below(Path folder) throws IOException {
    Path real = folder.toRealPath();
    return places(real).filter(place -> !place.equals(real)).findFirst();
  }

  private static Stream<Path> places(Path real) throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > PLACE)
        .map(fields -> Path.of(text(fields[PLACE])))
        .filter(place -> place.startsWith(real))
        .sorted();
  }

  /** The kernel writes the bytes of a name as they are, but for four that would part its fields. */
  private static String text(String field) {
    String bytes =
        field
            .replace("\\040", " ")
            .replace("\\011", "\t")
            .replace("\\012", "\n")
            .replace("\\134", "\\");
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
