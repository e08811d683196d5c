package dev.baton.agent.wal;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the write-ahead log of a server with pg_waldump; of a running one what is on disk. */
public final class WalDump {

  // pg_waldump ends with an error where the log ends; the place it names last is that end.
  private static final Pattern PLACE = Pattern.compile("at ([0-9A-F]+/[0-9A-F]+)(?=[: \n]|$)");
  private static final Pattern RECORD =
      Pattern.compile("len \\(rec/tot\\): +\\d+/ *(\\d+),.*?lsn: ([0-9A-F]+/[0-9A-F]+)");
  private static final Pattern RANGE =
      Pattern.compile("WAL statistics between \\S+ and ([0-9A-F]+/[0-9A-F]+)");
  private static final long ALIGNED = 8;

  private final List<String> program;
  private final Path folder;

  /**
   * @param program the words that run pg_waldump as the server's account
   * @param data the server's data folder
   */
  public WalDump(List<String> program, Path data) {
    this.program = program;
    folder = data.resolve(WalFiles.FOLDER);
  }

  /** A position, and the file it lies in. */
  public record WalPlace(String lsn, String file) {}

  /** What lies behind a position, up to the end of the log. */
  public Programs.Exit from(
      Lsn lsn, String timeline, WalFiles files, Deadline deadline, String... options)
      throws FailedException, IOException, InterruptedException {
    List<String> words = words(options);
    words.addAll(List.of("-s", lsn.toString()));
    words.addAll(List.of(files.of(lsn, timeline), files.newest(lsn, timeline)));
    return Programs.run(words, deadline);
  }

  /**
   * What lies between two positions.
   *
   * @param most bytes of output that are kept
   */
  public Programs.Exit piece(
      WalPlace from, WalPlace to, int most, Deadline deadline, String... options)
      throws FailedException, IOException, InterruptedException {
    List<String> words = words(options);
    words.addAll(List.of("-s", from.lsn(), "-e", to.lsn(), from.file(), to.file()));
    return Programs.run(words, "", StandardCharsets.UTF_8, most, deadline);
  }

  /**
   * Files are to be named behind these: else pg_waldump takes the size of all files from whichever
   * it meets first, and one that is made ahead holds nothing but zeros.
   */
  private List<String> words(String... options) {
    List<String> words = new ArrayList<>(program);
    words.addAll(Arrays.asList(options));
    words.addAll(List.of("-p", folder.toString()));
    return words;
  }

  /** Where the log ended when it was read to its end; empty when it could not be. */
  public static Optional<String> end(Programs.Exit dump) {
    Matcher matcher = PLACE.matcher(dump.output());
    String last = "";
    while (matcher.find()) {
      last = matcher.group(1);
    }
    if (last.isEmpty() && dump.succeeded()) {
      // The newest file is full to its end: nothing was missing, so nothing is named.
      Matcher statistics = RANGE.matcher(dump.output());
      last = statistics.find() ? statistics.group(1) : "";
    }
    return last.isEmpty() ? Optional.empty() : Optional.of(last);
  }

  /** Where the record at that place ends; empty when it cannot be read. */
  public Optional<String> endOfRecord(Lsn lsn, String timeline, WalFiles files, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit dump = from(lsn, timeline, files, deadline, "-n", "2");
    Matcher records = RECORD.matcher(dump.output());
    if (!records.find() || !records.group(2).equals(padded(lsn))) {
      return Optional.empty();
    }
    long length = Long.parseLong(records.group(1));
    if (records.find()) {
      return Optional.of(Lsn.of(records.group(2)).toString());
    }
    long end = lsn.bytes() + (length + ALIGNED - 1) / ALIGNED * ALIGNED;
    // A record that crosses a page has a page header in it; then the error says where it ends.
    return end(dump)
        .map(Lsn::of)
        .filter(at -> at.bytes() >= end)
        .map(Lsn::toString)
        .or(() -> Optional.of(new Lsn(end).toString()));
  }

  /** pg_waldump prints the lower half with eight digits, PostgreSQL itself without zeros. */
  private static String padded(Lsn lsn) {
    long position = lsn.bytes();
    return "%X/%08X".formatted(position >>> 32, position & 0xFFFF_FFFFL);
  }
}
