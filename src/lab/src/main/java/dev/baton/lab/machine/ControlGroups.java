package dev.baton.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The control groups that everything on one systemd host is in: one in the unified hierarchy, and
 * one in systemd's own where this machine has that beside it.
 */
final class ControlGroups {

  // Fields of /proc/self/mountinfo: mount point, and behind the hyphen the type and its options.
  private static final Pattern HIERARCHY =
      Pattern.compile("\\S+ \\S+ \\S+ / (\\S+) .* - (?:cgroup2 .*|cgroup .*name=systemd\\b.*)");

  private final List<Path> folders;

  private ControlGroups(List<Path> folders) {
    this.folders = folders;
  }

  static ControlGroups of(Layout layout, String host) {
    String name = "baton-lab-" + layout.namespace(host);
    return new ControlGroups(
        LabFiles.lines(Path.of("/proc/self/mountinfo")).stream()
            .map(HIERARCHY::matcher)
            .filter(mount -> mount.matches())
            .map(mount -> Path.of(mount.group(1)).resolve(name))
            .toList());
  }

  List<Path> folders() {
    return folders;
  }

  /** The first process of the host; empty before systemd is there, and after its end. */
  Optional<Pid> init() {
    return folders.stream()
        .map(folder -> folder.resolve("payload/init.scope/cgroup.procs"))
        .flatMap(ControlGroups::numbers)
        .map(Pid::of)
        .filter(Pid::alive)
        .findFirst();
  }

  private static Stream<Long> numbers(Path processes) {
    try {
      return Files.readAllLines(processes).stream().map(Long::valueOf);
    } catch (IOException noSuchGroup) {
      return Stream.of();
    }
  }

  /** Ends every process in them at once. */
  private void kill() {
    for (Path folder : folders) {
      Path kill = folder.resolve("cgroup.kill");
      if (Files.exists(kill)) {
        LabFiles.write(kill, "1");
        Await.until(
            "the processes of %s to end".formatted(folder),
            () -> LabFiles.lines(folder.resolve("cgroup.events")).contains("populated 0"));
      }
    }
  }

  /** Ends what is in them and removes them; nothing when they are not there. */
  void remove() {
    kill();
    for (Path folder : folders) {
      Await.until("%s to be empty".formatted(folder), () -> removed(folder));
    }
  }

  private static boolean removed(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path group :
          tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(group);
      }
      return true;
    } catch (IOException | UncheckedIOException stillEnding) {
      return false;
    }
  }
}
