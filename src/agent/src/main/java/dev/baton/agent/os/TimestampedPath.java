package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names beside a folder that say when they were made, for example {@code
 * data.old-20260102T030405Z}.
 */
public final class TimestampedPath {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private TimestampedPath() {}

  public static Path beside(Path folder, String word) {
    return folder.resolveSibling("%s.%s-%s".formatted(folder.getFileName(), word, now()));
  }

  /** The time as a name, UTC; sorted as text the newest comes last. */
  public static String now() {
    return STAMP.format(HostClock.now());
  }

  /** The newest one of that word beside the folder. */
  public static Optional<Path> newest(Path folder, String word) throws IOException {
    List<Path> all = all(folder, word);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** All of that word beside the folder, oldest first. */
  public static List<Path> all(Path folder, String word) throws IOException {
    try (Stream<Path> all = Files.list(folder.toAbsolutePath().getParent())) {
      return all.filter(path -> made(folder, word, path.getFileName().toString()))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  /** Whether it is a name that was made here: the folder's own, the word and a time. */
  public static boolean made(Path folder, String word, String name) {
    String prefix = "%s.%s-".formatted(folder.getFileName(), word);
    return name.startsWith(prefix) && name.substring(prefix.length()).matches("\\d{8}T\\d{9}Z");
  }
}
