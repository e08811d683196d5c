package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.FolderSize;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for what would make a rewind fail half-way, without touching anything. */
public final class PostgresRewindCheck {

  private static final String MOST_NAMES = "20";

  private final PostgresServer server;

  public PostgresRewindCheck(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    ControlData control = server.controlData();
    Path log = server.data().resolve("pg_wal");
    Map<String, String> facts = new TreeMap<>();
    facts.put(
        EvidenceKey.MISSING_WAL.wireName(),
        missing(log, control, actionContext.param(ActionParameter.FORK)));
    facts.put(EvidenceKey.UNWRITABLE.wireName(), unwritable(actionContext.deadline()));
    // What is fetched is about what was changed on both sides, and the other side's log.
    facts.put(EvidenceKey.NEEDED_BYTES.wireName(), Long.toString(FolderSize.of(log)));
    facts.put(EvidenceKey.FREE_BYTES.wireName(), Long.toString(PostgresSize.free(server.data())));
    return facts;
  }

  /** The first segment that is not there any more, from the fork on; empty when all are. */
  private static String missing(Path log, ControlData control, String fork) throws IOException {
    long segment = Long.parseLong(control.get("Bytes per WAL segment"));
    Lsn from = Lsn.of(fork.isEmpty() ? control.get("Latest checkpoint location") : fork);
    long first = from.bytes() / segment;
    // A fork at the very beginning of a segment is the end of the one before.
    first = from.bytes() % segment == 0 ? first - 1 : first;
    long last = Math.max(first, newest(log, control.timeline(), segment));
    for (long number = first; number <= last; number++) {
      String place = "%08X%08X".formatted(number / perId(segment), number % perId(segment));
      try (Stream<Path> files = Files.list(log)) {
        if (files.noneMatch(file -> file.getFileName().toString().matches("[0-9A-F]{8}" + place))) {
          return "........" + place;
        }
      }
    }
    return "";
  }

  private static long newest(Path log, String timeline, long segment) throws IOException {
    String prefix = "%08X".formatted(Long.parseLong(timeline));
    try (Stream<Path> files = Files.list(log)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(prefix + "[0-9A-F]{16}"))
          .mapToLong(name ->
              Long.parseLong(name.substring(8, 16), 16) * perId(segment)
                  + Long.parseLong(name.substring(16), 16))
          .max()
          .orElse(0);
    }
  }

  private static long perId(long segment) {
    return (1L << 32) / segment;
  }

  /** pg_rewind stops, half-way, at the first file or folder that its account cannot write. */
  private String unwritable(Deadline whole)
      throws FailedException, IOException, InterruptedException {
    Deadline deadline = Deadline.in(whole.left().dividedBy(2));
    ServiceFolder data = server.dataFolder();
    try {
      return data.outcome(
              Programs.run(data.words(FolderScript.UNWRITABLE, ".", MOST_NAMES), deadline))
          .lines()
          .map(name -> name.replaceFirst("^\\./", ""))
          .collect(Collectors.joining(" "));
    } catch (FailedException e) {
      // A folder too large to be looked through in time must not keep a copy from being chosen.
      if (deadline.passed()) {
        return "";
      }
      throw e;
    }
  }
}
