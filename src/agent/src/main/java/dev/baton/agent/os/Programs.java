package dev.baton.agent.os;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs other programs: absolute paths, no shell, an environment with nothing of ours in it, and as
 * another user where the agent is root.
 */
public final class Programs {

  private static final int MOST_OUTPUT = 256 * 1024;
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private Programs() {}

  /**
   * What a program left behind.
   *
   * @param output both streams, at most the first 256 KB
   */
  public record Exit(int exitCode, String output) {

    public boolean succeeded() {
      return exitCode == 0;
    }

    /** That it failed, with the last lines of what it said. */
    public FailedException failed(String program, int lines) {
      return new FailedException(
          "%s ended with %d: %s".formatted(program, exitCode, lastLines(lines)));
    }

    /** The last lines, for a sentence. */
    public String lastLines(int lines) {
      List<String> all = output.strip().lines().toList();
      return String.join(" | ", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
  }

  /** The words that run the program as that user; unchanged where the agent is not root. */
  public static List<String> as(Optional<String> user, List<String> words) {
    if (!ROOT || user.isEmpty() || user.get().equals("root")) {
      return words;
    }
    List<String> all = new ArrayList<>();
    String name = user.get();
    all.addAll(List.of("/usr/bin/setpriv", "--reuid=" + name, "--regid=" + groupOf(name)));
    all.add("--init-groups");
    all.addAll(words);
    return all;
  }

  private static String groupOf(String user) {
    return Accounts.primaryGroup(user).orElse(user);
  }

  /**
   * Runs it to its end, or ends it at the deadline.
   *
   * @throws FailedException if the deadline passed
   */
  public static Exit run(List<String> words, Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    return run(words, "", StandardCharsets.UTF_8, MOST_OUTPUT, deadline);
  }

  /**
   * As {@link #run(List, Deadline)}, with that on its standard input.
   *
   * @param charset of input and output
   * @param most bytes of output that are kept
   */
  public static Exit run(
      List<String> words, String input, Charset charset, int most, Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    Process process = start(words, ProcessBuilder.Redirect.PIPE);
    KeptOutput output = KeptOutput.of(process, most);
    try {
      Thread watchdog =
          Thread.startVirtualThread(() -> {
            try {
              if (!process.waitFor(deadline.left().toMillis() + 1, TimeUnit.MILLISECONDS)) {
                end(process);
              }
            } catch (InterruptedException stillRunning) {
              end(process);
            }
          });
      feed(process, input.getBytes(charset));
      watchdog.join();
      if (process.waitFor() != 0 && deadline.passed()) {
        throw new FailedException(nameOf(words) + " did not end in time");
      }
      return new Exit(process.waitFor(), output.text(charset));
    } catch (IOException closed) {
      // A process that is ended takes its streams along, perhaps in the middle of a read.
      if (deadline.passed()) {
        throw new FailedException(nameOf(words) + " did not end in time");
      }
      throw closed;
    }
  }

  /** A program that ends without reading it all says why by its exit code. */
  private static void feed(Process process, byte[] input) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException brokenPipe) {
      if (input.length == 0) {
        throw brokenPipe;
      }
    }
  }

  /** Ends its descendants too: a child that lives on would hold the output open. */
  public static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Starts it with both output streams going to the same place. */
  public static Process start(List<String> words, ProcessBuilder.Redirect output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.directory(new File("/"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(output);
    return builder.start();
  }

  /** The program's own name, without what runs it as another user. */
  static String nameOf(List<String> words) {
    return words.stream()
        .filter(word -> word.startsWith("/") && !word.endsWith("/setpriv"))
        .findFirst()
        .map(word -> Path.of(word).getFileName().toString())
        .orElse(words.getFirst());
  }
}
