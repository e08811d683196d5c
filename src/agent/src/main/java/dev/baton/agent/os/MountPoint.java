package dev.baton.agent.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
    String table = Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
    return places(table, real);
  }

  /**
   * Those in a table of the kernel's, each character of which is a byte. Compared as text: where
   * the locale is C, no path can be made of a name beyond ASCII, which may be mounted elsewhere.
   */
  static Stream<Path> places(String table, Path real) {
    String folder = real.toString();
    String inside = folder.endsWith("/") ? folder : folder + "/";
    return table
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > PLACE)
        .map(fields -> text(fields[PLACE]))
        .filter(place -> place.equals(folder) || place.startsWith(inside))
        .map(MountPoint::path)
        .sorted();
  }

  /** With a question mark for what a path cannot hold: it is still a mount point to be named. */
  private static Path path(String place) {
    try {
      return Path.of(place);
    } catch (InvalidPathException e) {
      return Path.of(place.replaceAll("[^ -~]", "?"));
    }
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
