package dev.baton.agent.postgres;

import dev.baton.agent.os.ProcessStat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The postmaster, the first process of a running server.
 *
 * @param status its own word in {@code postmaster.pid}: starting, ready, standby or stopping; empty
 *     before it has said any
 */
public record Postmaster(long pid, String status) {

  private static final int STATUS_LINE = 7; // PostgreSQL, miscadmin.h: LOCK_FILE_LINE_PM_STATUS

  /** Behind the name of the cluster, if it has one: "postgres: 15/main: startup waiting for …". */
  private static final Pattern STARTUP = Pattern.compile("postgres: (?:.*: )?(startup\\b.*)");

  /** Of every process except the one that writes log files: that ends last of all. */
  private static final Pattern TITLE = Pattern.compile("postgres: (?!(?:.*: )?logger$)(.+)");

  private static final int MOST_TITLES = 10;
  private static final int LONGEST = 4096;
  private static final Set<String> STATUSES = Set.of("starting", "ready", "standby", "stopping");

  /** INT, QUIT and TERM: PostgreSQL's fast, immediate and smart shutdown. */
  private static final Set<Integer> STOP_SIGNALS = Set.of(2, 3, 15);

  /** Empty when no server runs on that data folder, whatever a left-over pid file says. */
  public static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines = pidFile(data.resolve("postmaster.pid"));
    if (lines.isEmpty() || !lines.getFirst().matches("[0-9]+")) {
      return Optional.empty();
    }
    long pid = Long.parseLong(lines.getFirst());
    if (!ProcessStat.alive(pid) || !worksIn(pid, data)) {
      return Optional.empty();
    }
    String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
    return Optional.of(new Postmaster(pid, STATUSES.contains(status) ? status : ""));
  }

  /** Its lines; none of a link, and nothing but a status is ever quoted of them. */
  private static List<String> pidFile(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (NoSuchFileException notRunning) {
      return List.of();
    }
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

  public boolean alive() {
    return ProcessStat.alive(pid);
  }

  /** Whether it takes connections. */
  public boolean ready() {
    return status.equals("ready") || status.equals("standby");
  }

  /** Whether it stops, or will as soon as it runs on: a frozen one still calls itself ready. */
  boolean stopping() {
    return status.equals("stopping") || ProcessStat.awaits(pid, STOP_SIGNALS);
  }

  /** The processes that send its log to others. */
  List<Long> walSenders() {
    return children()
        .filter(child -> ProcessStat.commandLine(child).contains("walsender"))
        .toList();
  }

  /**
   * Titles of the processes that it has, and waits for while it stops, each with its pid; at most
   * ten. That of a walsender or a session names its account, address and state.
   */
  List<String> processes() {
    return children()
        .sorted()
        .map(Postmaster::titled)
        .flatMap(Optional::stream)
        .limit(MOST_TITLES)
        .toList();
  }

  /** Whoever connects chooses a part of it, the account: so no control characters. */
  private static Optional<String> titled(long child) {
    String line = ProcessStat.commandLine(child).strip().replaceAll("\\p{Cntrl}", "?");
    Matcher title = TITLE.matcher(line);
    return title.matches()
        ? Optional.of("%s (pid %d)".formatted(title.group(1), child))
        : Optional.empty();
  }

  /** What the process that replays says it is at, as its title; empty when there is none. */
  Optional<String> replaying() {
    return children().map(Postmaster::startup).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> startup(long child) {
    Matcher title = STARTUP.matcher(ProcessStat.commandLine(child).strip());
    if (!title.matches()) {
      return Optional.empty();
    }
    boolean runsCommand =
        ProcessHandle.of(child).stream().flatMap(ProcessHandle::children).findAny().isPresent();
    String hangs = "; a command it runs (mostly restore_command) hangs: mend or end it";
    return Optional.of(title.group(1) + (runsCommand ? hangs : ""));
  }

  private Stream<Long> children() {
    return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).map(ProcessHandle::pid);
  }
}
