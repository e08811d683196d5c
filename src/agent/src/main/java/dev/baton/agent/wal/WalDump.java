package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private static final long ALIGNED = 8;

  private final PostgresServer server;

  public WalDump(PostgresServer server) {
    this.server = server;
  }

  Programs.Exit from(String lsn, String timeline, Deadline deadline, String... options)
      throws FailedException, IOException, InterruptedException {
    List<String> words = new ArrayList<>(Arrays.asList(options));
    words.addAll(List.of("-p", server.data().resolve("pg_wal").toString()));
    words.addAll(List.of("-t", timeline, "-s", lsn));
    return Programs.run(server.program("pg_waldump", words.toArray(String[]::new)), deadline);
  }

  /** A position, and the file it lies in. */
  public record WalPlace(String lsn, String file) {}

  /**
   * What lies between two positions. Their files are named, as pg_waldump else takes the size of
   * all files from whichever it meets first, and one that is made ahead holds nothing but zeros.
   *
   * @param most bytes of output that are kept
   */
  public Programs.Exit piece(
      WalPlace from, WalPlace to, int most, Deadline deadline, String... options)
      throws FailedException, IOException, InterruptedException {
    List<String> words = new ArrayList<>(Arrays.asList(options));
    words.addAll(List.of("-p", server.data().resolve("pg_wal").toString()));
    words.addAll(List.of("-s", from.lsn(), "-e", to.lsn(), from.file(), to.file()));
    return Programs.run(
        server.program("pg_waldump", words.toArray(String[]::new)),
        "",
        StandardCharsets.UTF_8,
        most,
        deadline);
  }

  /** Where the log ended when it was read to its end; empty when it could not be. */
  static Optional<String> end(Programs.Exit dump) {
    Matcher matcher = PLACE.matcher(dump.output());
    String last = "";
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last.isEmpty() ? Optional.empty() : Optional.of(last);
  }

  /** Where the record at that place ends; empty when it cannot be read. */
  Optional<String> endOfRecord(String lsn, String timeline, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit dump = from(lsn, timeline, deadline, "-n", "2");
    Matcher records = RECORD.matcher(dump.output());
    if (!records.find() || !records.group(2).equals(padded(lsn))) {
      return Optional.empty();
    }
    long length = Long.parseLong(records.group(1));
    if (records.find()) {
      return Optional.of(Lsn.of(records.group(2)).toString());
    }
    long end = Lsn.of(lsn).bytes() + (length + ALIGNED - 1) / ALIGNED * ALIGNED;
    // A record that crosses a page has a page header in it; then the error says where it ends.
    return end(dump)
        .map(Lsn::of)
        .filter(at -> at.bytes() >= end)
        .map(Lsn::toString)
        .or(() -> Optional.of(new Lsn(end).toString()));
  }

  /** pg_waldump prints the lower half with eight digits, PostgreSQL itself without zeros. */
  private static String padded(String lsn) {
    long position = Lsn.of(lsn).bytes();
    return "%X/%08X".formatted(position >>> 32, position & 0xFFFF_FFFFL);
  }
}
