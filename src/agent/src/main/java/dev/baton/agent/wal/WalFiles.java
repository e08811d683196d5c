package dev.baton.agent.wal;

import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The files of a write-ahead log. A name is the timeline and the number of the file, as the server
 * itself writes it.
 *
 * @param segment bytes of each file
 */
public record WalFiles(Path data, long segment) {

  /** Where the log lies below a data folder; often a link to another disk. */
  static final String FOLDER = "pg_wal";

  /** The file that a position lies in. */
  String of(Lsn position, String timeline) {
    return prefix(timeline) + place(position.bytes() / segment);
  }

  /** The newest of that timeline, used or made ahead; that of the position if there is none. */
  String newest(Lsn from, String timeline) throws IOException {
    return prefix(timeline)
        + place(Math.max(from.bytes() / segment, newest(names(), prefix(timeline))));
  }

  /**
   * The first that is not there any more, from that position on; empty when all are. Of any
   * timeline, as a file that two timelines share has the name of the newer one.
   */
  public String missing(Lsn from, String timeline) throws IOException {
    List<String> names = names();
    Set<String> places = names.stream().map(name -> name.substring(8)).collect(Collectors.toSet());
    // A position at the very beginning of a file is the end of the one before.
    long first = (from.bytes() - 1) / segment;
    long last = Math.max(first, newest(names, prefix(timeline)));
    return LongStream.rangeClosed(first, last)
        .mapToObj(this::place)
        .filter(place -> !places.contains(place))
        .findFirst()
        .map("........"::concat)
        .orElse("");
  }

  private long newest(List<String> names, String prefix) {
    return names.stream()
        .filter(name -> name.startsWith(prefix))
        .mapToLong(name ->
            Long.parseLong(name.substring(8, 16), 16) * perId()
                + Long.parseLong(name.substring(16), 16))
        .max()
        .orElse(0);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve(FOLDER))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9A-F]{24}"))
          .toList();
    }
  }

  private static String prefix(String timeline) {
    return "%08X".formatted(Long.parseLong(timeline));
  }

  private String place(long number) {
    return "%08X%08X".formatted(number / perId(), number % perId());
  }

  private long perId() {
    return (1L << 32) / segment;
  }
}
