package dev.baton.agent.application;

import dev.baton.agent.os.Boot;
import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that was told to stop, on disk until somebody has seen its end: a stop script may
 * take the pid away before the process has ended. Void in another boot.
 */
final class StoppingProcess {

  private static final String UNKNOWN = "-";

  private final Path file;

  StoppingProcess(Path state) {
    this.file = state.resolve("application-stopping");
  }

  /** Written before it is told. */
  void write(ApplicationProcess.Status status) throws IOException {
    String process = status.pid().flatMap(StoppingProcess::identity).orElse(UNKNOWN);
    Files.writeString(file, Boot.current().id() + "\n" + process);
  }

  private static Optional<String> identity(long pid) {
    return ProcessStat.of(pid).map(stat -> pid + " " + stat.startTicks());
  }

  /** Whether something was told to stop in this boot and not seen to end. */
  boolean there() throws IOException {
    return process().isPresent();
  }

  /** Its pid, where one was known; whether or not it lives. */
  Optional<Long> pid() throws IOException {
    return process()
        .filter(process -> !process.equals(UNKNOWN))
        .map(process -> Long.parseLong(process.split(" ", -1)[0]));
  }

  /** Whether it is known and has not ended. */
  boolean lives() throws IOException {
    Optional<Long> pid = pid();
    return pid.isPresent() && ProcessStat.alive(pid.get()) && identity(pid.get()).equals(process());
  }

  private Optional<String> process() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] lines = Files.readString(file).split("\n", -1);
    return lines.length == 2 && lines[0].equals(Boot.current().id())
        ? Optional.of(lines[1])
        : Optional.empty();
  }

  void forget() throws IOException {
    DurableFiles.delete(file);
  }
}
