package dev.baton.lab.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs of this machine and waits for their end. */
public final class HostPrograms {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final boolean COUNTING = Boolean.getBoolean("baton.lab.counting");

  private HostPrograms() {}

  /** How a program ended; {@code output} and {@code errors} are trimmed at the end. */
  public record ProgramExit(int exitCode, String output, String errors) {

    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** The program that runs Java, the one this process runs on. */
  public static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }

  /** As {@link #java()}, for what is tested: its lines are counted as those of this process. */
  public static List<String> countedJava() {
    Stream<String> counting =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(word -> COUNTING && word.startsWith("-javaagent:"));
    return Stream.concat(Stream.of(java()), counting).toList();
  }

  /** What it printed; at most a minute. */
  public static String run(String... command) {
    return runWith("", List.of(command));
  }

  /** What it printed, given that input; at most a minute. */
  static String runWith(String input, List<String> command) {
    ProgramExit ended = call(LIMIT, input, command);
    if (!ended.succeeded()) {
      throw new LabException(
          "`%s` ended with %d: %s%s"
              .formatted(
                  String.join(" ", command), ended.exitCode, ended.output, ended.errors.strip()));
    }
    return ended.output;
  }

  /** Whether it ended with 0; at most a minute. */
  static boolean attempt(List<String> command) {
    return call(LIMIT, "", command).succeeded();
  }

  /** How it ended, whatever the exit code; killed and an exception when the limit passes. */
  static ProgramExit call(Duration limit, String input, List<String> command) {
    Process process = start(command);
    CompletableFuture<String> errors =
        CompletableFuture.supplyAsync(
            () -> text(process.getErrorStream()), Thread::startVirtualThread);
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> text(process.getInputStream()), Thread::startVirtualThread);
    feed(process, input);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new LabException(
            "`%s` did not end within %d s".formatted(String.join(" ", command), limit.toSeconds()));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LabException("interrupted during `%s`".formatted(String.join(" ", command)), e);
    }
    return new ProgramExit(process.exitValue(), output.join(), errors.join());
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException endedWithoutReading) {
      // its exit code and its words tell more
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
