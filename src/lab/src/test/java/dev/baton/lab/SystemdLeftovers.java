package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.machine.LabCleanup;
import dev.baton.lab.machine.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds what a lab on systemd has left behind: namespaces, groups, mounts, processes, files. */
final class SystemdLeftovers {

  private SystemdLeftovers() {}

  static void mustBeNone(Layout layout) {
    assertThat(LabCleanup.present(layout)).as("network namespaces").isEmpty();
    assertThat(groups(layout.lab())).as("control groups").isEmpty();
    assertThat(linesWith(Path.of("/proc/self/mountinfo"), layout.folder().toString()))
        .as("mounts on this machine")
        .isEmpty();
    assertThat(processes(layout)).as("processes").isEmpty();
    assertThat(layout.folder()).doesNotExist();
  }

  private static List<Path> groups(String lab) {
    try (Stream<Path> tree = Files.walk(Path.of("/sys/fs/cgroup"), 2)) {
      return tree.filter(path -> path.getFileName().toString().startsWith("baton-lab-" + lab + "-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that see one of its overlays: a mount namespace of a host lives as long as one does. */
  private static List<String> processes(Layout layout) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> {
          Path mounts = Path.of("/proc/%d/mountinfo".formatted(process.pid()));
          return !linesWith(mounts, "upperdir=" + layout.folder()).isEmpty();
        })
        .map(process -> process.pid() + " " + process.info().command().orElse("?"))
        .toList();
  }

  private static List<String> linesWith(Path file, String part) {
    try {
      return Files.readAllLines(file).stream().filter(line -> line.contains(part)).toList();
    } catch (IOException goneMeanwhile) {
      return List.of();
    }
  }
}
