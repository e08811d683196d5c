package dev.baton.agent.order;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.ProcessStat;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A child in a session of its own; its pid, output and exit code are in files of the journal. */
final class DetachedProcess {

  // The words come as positional arguments, so nothing of them is ever read as shell.
  private static final String WRAPPER =
      """
      base=$1; shift
      echo $$ >"$base.pid.new" && mv "$base.pid.new" "$base.pid" || exit 1
      "$@" >"$base.out" 2>&1 </dev/null
      echo $? >"$base.code.new" && sync "$base.code.new" "$base.out" && mv "$base.code.new" "$base.code"
      """;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Path folder;
  private final String base;

  DetachedProcess(Journal journal, JournalEntry entry) {
    folder = journal.folder();
    base = journal.file(entry.id(), "").toString();
  }

  /**
   * Starts it.
   *
   * @throws FailedException if its pid cannot be written down; nothing was done then
   */
  void start(List<String> words) throws FailedException, IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(List.of("/usr/bin/setsid", "/bin/sh", "-c", WRAPPER, "detached", base));
    all.addAll(words);
    Process process = Programs.start(all, ProcessBuilder.Redirect.DISCARD);
    process.getOutputStream().close();
    boolean known = Poll.until(() -> started() || !process.isAlive(), Deadline.in(LIMIT));
    if (!known || !started()) {
      process.destroyForcibly();
      throw new FailedException(explain("its child could not be started"));
    }
  }

  /** What went wrong, with the disk of its files named if that may be why. */
  String explain(String what) {
    return FullDisk.suspect(what, folder);
  }

  /** Whether it got as far as writing its pid down. */
  boolean started() {
    return pid().isPresent();
  }

  /** Whether it is still at work: the pid is alive and still that of our wrapper. */
  boolean alive() {
    return pid()
        .filter(ProcessStat::alive)
        .filter(pid -> ProcessStat.commandLine(pid).contains(base))
        .isPresent();
  }

  /** Exit code and output; empty while it runs, or if it ended without leaving them. */
  Optional<Programs.Exit> outcome() throws IOException {
    Path code = Path.of(base + ".code");
    if (!Files.exists(code)) {
      return Optional.empty();
    }
    return Optional.of(
        new Programs.Exit(
            Integer.parseInt(Files.readString(code).strip()),
            // Whatever a program says, in whatever encoding, its end is known.
            new String(Files.readAllBytes(Path.of(base + ".out")), StandardCharsets.UTF_8)));
  }

  /** Sends a signal to it and everything it started, if it is at work. */
  void signal(String signal) throws IOException, FailedException, InterruptedException {
    Optional<Long> pid = pid();
    if (pid.isPresent() && alive()) {
      Signals.send(signal, -pid.get());
    }
  }

  /** Ends it and everything it started; whether all of that is gone. */
  boolean kill() throws IOException, FailedException, InterruptedException {
    signal("KILL");
    Optional<Long> pid = pid();
    return pid.isPresent()
        && Poll.until(() -> !ProcessStat.groupAlive(pid.get()), Deadline.in(LIMIT));
  }

  private Optional<Long> pid() {
    try {
      return Optional.of(Long.valueOf(Files.readString(Path.of(base + ".pid")).strip()));
    } catch (IOException | NumberFormatException notStarted) {
      return Optional.empty();
    }
  }
}
