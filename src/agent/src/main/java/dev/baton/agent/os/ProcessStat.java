package dev.baton.agent.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One process as {@code /proc} shows it.
 *
 * @param group process group
 * @param startTicks when it started, in clock ticks since boot: tells two owners of one pid apart
 */
public record ProcessStat(long pid, char state, long parent, long group, long startTicks) {

  /** Empty when there is no such process. */
  public static Optional<ProcessStat> of(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      // proc(5): the second field is the name in brackets and may itself hold blanks and brackets
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(
          new ProcessStat(
              pid,
              fields[0].charAt(0),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[19])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Whether it still does something; a zombie waits only to be forgotten. */
  public static boolean alive(long pid) {
    return of(pid).filter(ProcessStat::works).isPresent();
  }

  /** As {@link #alive}, of any process of that group. */
  public static boolean groupAlive(long group) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> of(process.pid()).stream())
        .anyMatch(stat -> stat.group == group && stat.works());
  }

  private boolean works() {
    return state != 'Z' && state != 'X';
  }

  /** Whether one of these signals was sent to it, and it has not come to taking it in yet. */
  public static boolean awaits(long pid, Set<Integer> signals) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("ShdPnd:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(mask -> signals.stream().anyMatch(signal -> (mask >> (signal - 1) & 1) == 1));
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }

  /** Whether systemd counts it to that unit, in whatever hierarchy of control groups. */
  public static boolean belongsTo(long pid, String unit) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
          .anyMatch(line -> (line + "/").contains("/" + unit + "/"));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Whether some process was started with all of these among its words. */
  public static boolean anyWith(String... words) {
    return ProcessHandle.allProcesses()
        .map(process -> commandLine(process.pid()))
        .anyMatch(line -> Stream.of(words).allMatch(line::contains));
  }

  /** The words it was started with, each with a blank behind it, or the title it gave itself. */
  public static String commandLine(long pid) {
    return raw(pid).replace('\0', ' ');
  }

  /** As {@link #commandLine}, word by word. */
  public static List<String> words(long pid) {
    return List.of(raw(pid).split("\0"));
  }

  /** Empty when it is gone. */
  private static String raw(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
