package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A child in a session of its own; its pid, output and exit code are in files of the journal. */
final class Detachment {

  // The words come as positional arguments, so nothing of them is ever read as shell.
  private static final String WRAPPER =
      """
      base=$1; shift
      echo $$ >"$base.pid.new" && mv "$base.pid.new" "$base.pid"
      "$@" >"$base.out" 2>&1 </dev/null
      echo $? >"$base.code.new" && sync "$base.code.new" "$base.out" && mv "$base.code.new" "$base.code"
      """;

  private final String base;

  Detachment(Journal journal, Entry entry) {
    base = journal.file(entry.id(), "").toString();
  }

  void start(List<String> words) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("/usr/bin/setsid", "/bin/sh", "-c", WRAPPER, "detached", base));
    all.addAll(words);
    Process process = Programs.start(all, ProcessBuilder.Redirect.DISCARD);
    process.getOutputStream().close();
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
  Optional<Programs.Outcome> outcome() throws IOException {
    Path code = Path.of(base + ".code");
    if (!Files.exists(code)) {
      return Optional.empty();
    }
    return Optional.of(
        new Programs.Outcome(
            Integer.parseInt(Files.readString(code).strip()),
            Files.readString(Path.of(base + ".out"))));
  }

  /** Ends it and everything it started. */
  void kill() throws IOException, FailedException, InterruptedException {
    Optional<Long> pid = pid();
    if (pid.isPresent() && alive()) {
      Signals.send("KILL", -pid.get());
    }
  }

  private Optional<Long> pid() {
    try {
      return Optional.of(Long.valueOf(Files.readString(Path.of(base + ".pid")).strip()));
    } catch (IOException | NumberFormatException notStarted) {
      return Optional.empty();
    }
  }
}
