package dev.baton.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A process of this machine with the moment it began, so that a number that was given out again is
 * never taken for it.
 *
 * @param began in clock ticks since the machine started, as in {@code /proc/PID/stat}
 */
public record Pid(long number, long began) {

  /** The process that has that number at this moment. */
  public static Pid of(long number) {
    return new Pid(number, beginning(number));
  }

  static Pid parse(String text) {
    String[] parts = text.split(":", 2);
    return new Pid(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  public boolean alive() {
    return began >= 0 && beginning(number) == began;
  }

  /** Ends them with SIGKILL and waits until they are gone; those gone already do no harm. */
  static void kill(Collection<Pid> processes) {
    List<Pid> alive = processes.stream().filter(Pid::alive).toList();
    alive.forEach(
        process -> ProcessHandle.of(process.number).ifPresent(ProcessHandle::destroyForcibly));
    for (Pid process : alive) {
      Await.until("process %d to end".formatted(process.number), () -> !process.alive());
    }
  }

  @Override
  public String toString() {
    return number + ":" + began;
  }

  /** Negative when there is no such process, or only its zombie. */
  private static long beginning(long number) {
    try {
      String stat = Files.readString(Path.of("/proc/" + number + "/stat"));
      // The name in brackets may hold blanks; everything after it is counted.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") ? -1 : Long.parseLong(fields[19]);
    } catch (IOException gone) {
      return -1;
    }
  }
}
