package dev.baton.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A uid, and gid of the same number, that nothing else on this machine uses: in no account
 * database, handed to no container, run by no process.
 */
final class PrivateUid {

  /** Above all that accounts are made with, below the first that is handed to containers. */
  private static final int LOWEST = 66_000;

  private static final int BELOW = 100_000;

  /** Where the machine is itself a container with 65,536 of them: what systemd leaves unused. */
  private static final int LOWEST_OF_FEW = 60_800;

  private static final int BELOW_OF_FEW = 61_184;

  private static final int TRIES = 1_000;
  private static final int NOT_FOUND = 2;

  private PrivateUid() {}

  static int choose() throws IOException, InterruptedException {
    boolean many = isMapped(BELOW - 1);
    var random = new SecureRandom();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      int uid = many ? random.nextInt(LOWEST, BELOW) : random.nextInt(LOWEST_OF_FEW, BELOW_OF_FEW);
      if (isFree(uid, Path.of("/"))) {
        return uid;
      }
    }
    throw DatabaseException.refused(
        "no uid between %d and %d is free for the embedded PostgreSQL; %s"
            .formatted(
                many ? LOWEST : LOWEST_OF_FEW, many ? BELOW : BELOW_OF_FEW, DatabaseUser.REMEDY));
  }

  /**
   * Whether nobody else has it.
   *
   * @param database processes that stand in it are its own
   */
  static boolean isFree(int uid, Path database) throws IOException, InterruptedException {
    return isMapped(uid)
        && !isKnown("passwd", Integer.toString(uid))
        && !isKnown("group", Integer.toString(uid))
        && !isHandedOut(Path.of("/etc/subuid"), uid)
        && !isHandedOut(Path.of("/etc/subgid"), uid)
        && !isRunning(uid, database);
  }

  /** Asks every account database of this machine, not only its files. */
  static boolean isKnown(String database, String key) throws IOException, InterruptedException {
    return !entry(database, key).isEmpty();
  }

  /** The line of the account database; empty when there is none. */
  static String entry(String database, String key) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("getent", database, key)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    String line = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (!process.waitFor(10, TimeUnit.SECONDS)
        || (process.exitValue() != 0 && process.exitValue() != NOT_FOUND)) {
      process.destroyForcibly();
      throw new IOException("getent %s %s did not answer".formatted(database, key));
    }
    return line;
  }

  private static boolean isMapped(int id) throws IOException {
    return isMapped(Path.of("/proc/self/uid_map"), id)
        && isMapped(Path.of("/proc/self/gid_map"), id);
  }

  private static boolean isMapped(Path map, int id) throws IOException {
    return !Files.exists(map)
        || Files.readAllLines(map).stream()
            .map(line -> line.strip().split("\\s+", -1))
            .anyMatch(range -> isWithin(id, range[0], range[2]));
  }

  /** Lines of {@code name:first:count}. */
  private static boolean isHandedOut(Path file, int id) throws IOException {
    return Files.exists(file)
        && Files.readAllLines(file).stream()
            .map(line -> line.strip().split(":", -1))
            .anyMatch(range -> range.length == 3 && isWithin(id, range[1], range[2]));
  }

  private static boolean isWithin(int id, String first, String count) {
    return id >= Long.parseLong(first) && id - Long.parseLong(first) < Long.parseLong(count);
  }

  private static boolean isRunning(int uid, Path database) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (runsAs(process, uid) && !standsIn(process, database)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean runsAs(Path process, int uid) {
    String wanted = Integer.toString(uid);
    try (Stream<String> lines = Files.lines(process.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith("Uid:"))
          .anyMatch(line -> List.of(line.split("\\s+", -1)).contains(wanted));
    } catch (IOException | UncheckedIOException ended) {
      return false;
    }
  }

  private static boolean standsIn(Path process, Path database) {
    try {
      return Files.isSameFile(process.resolve("cwd"), database);
    } catch (IOException ended) {
      return true;
    }
  }
}
