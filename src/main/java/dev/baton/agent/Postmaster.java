package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The server's first process, while it lives.
 *
 * @param status its own word in {@code postmaster.pid}: starting, ready, standby or stopping; empty
 *     before it has said any
 */
record Postmaster(long pid, String status) {

  private static final int STATUS_LINE = 7; // PostgreSQL, miscadmin.h: LOCK_FILE_LINE_PM_STATUS

  /** INT, QUIT and TERM: PostgreSQL's fast, immediate and smart shutdown. */
  private static final Set<Integer> STOP_SIGNALS = Set.of(2, 3, 15);

  /** Empty when no server runs on that data folder, whatever a left-over pid file says. */
  static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException notRunning) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.getFirst().matches("[0-9]+")) {
      return Optional.empty();
    }
    long pid = Long.parseLong(lines.getFirst());
    if (!ProcessStat.alive(pid) || !worksIn(pid, data)) {
      return Optional.empty();
    }
    String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
    return Optional.of(new Postmaster(pid, status));
  }

  /** A server's working folder is its data folder; another owner of the same pid has another. */
  private static boolean worksIn(long pid, Path data) {
    try {
      return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), data);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException notOursToSee) {
      return true;
    }
  }

  boolean alive() {
    return ProcessStat.alive(pid);
  }

  /** Whether it takes connections. */
  boolean ready() {
    return status.equals("ready") || status.equals("standby");
  }

  /** Whether it stops, or will as soon as it runs on: a frozen one still calls itself ready. */
  boolean stopping() {
    return status.equals("stopping") || ProcessStat.awaits(pid, STOP_SIGNALS);
  }

  /** The processes that send its log to others. */
  List<Long> walSenders() {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .filter(child -> ProcessStat.commandLine(child).contains("walsender"))
        .toList();
  }
}
