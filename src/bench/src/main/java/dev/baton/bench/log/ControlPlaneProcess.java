package dev.baton.bench.log;

import dev.baton.embedded.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as it was built, in a process of its own, on a log that was filled before. */
final class ControlPlaneProcess implements AutoCloseable {

  /** The kernel counts processor time in hundredths of a second for all who ask. */
  private static final double TICKS = 100;

  private final Process process;
  private final Thread kill;
  private final Path output;

  /**
   * Starts it.
   *
   * @param data for what it keeps beside its database, and beside that for what it says
   * @param options of its Java
   */
  ControlPlaneProcess(DatabaseAccess access, BenchLog log, Path data, String... options)
      throws IOException {
    Path application =
        Path.of(System.getProperty("baton.home", "")).resolve("src/server/target/quarkus-app");
    output = data.resolveSibling(data.getFileName() + ".out");
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Files.exists(application.resolve("app.aot"))) {
      line.addAll(List.of("-XX:AOTCache=app.aot", "-Xlog:aot*=error"));
    }
    line.addAll(List.of("-Dbaton.data=" + data, "-Dquarkus.http.port=0"));
    line.addAll(List.of(options));
    line.addAll(List.of("-jar", "quarkus-run.jar"));
    var builder = new ProcessBuilder(line);
    builder.directory(application.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
    builder.environment().put("BATON_DATABASE_URL", log.url());
    builder.environment().put("BATON_DATABASE_USER", access.user());
    builder.environment().put("BATON_DATABASE_PASSWORD", access.password());
    builder.environment().put("BATON_DATABASE_OWNER", access.owner());
    builder.environment().put("BATON_DATABASE_OWNER_PASSWORD", access.ownerPassword());
    process = builder.start();
    kill = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(kill);
  }

  /** Whether it ended within that time. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  /** All it said so far. */
  String said() throws IOException {
    return Files.readString(output);
  }

  /** Seconds of processor time so far. */
  double processorTime() throws IOException {
    return processorTime(process.pid());
  }

  /** The most memory it had at once, in MB; 0 when it has ended. */
  double peakMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(text -> text.startsWith("VmHWM:"))
              .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          / 1024.0;
    } catch (IOException | java.io.UncheckedIOException ended) {
      return 0;
    }
  }

  /** Seconds of processor time that all PostgreSQL servers of this machine have taken so far. */
  static double processorTimeOfServers() {
    return ProcessHandle.allProcesses()
        .filter(other -> other.info().command().orElse("").endsWith("/postgres"))
        .mapToDouble(other -> {
          try {
            return processorTime(other.pid());
          } catch (IOException ended) {
            return 0; // its parent has taken its time over
          }
        })
        .sum();
  }

  /** Its own and that of the children it has waited for. */
  private static double processorTime(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks / TICKS;
  }

  /** Ends it as a service manager does. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    Runtime.getRuntime().removeShutdownHook(kill);
  }
}
