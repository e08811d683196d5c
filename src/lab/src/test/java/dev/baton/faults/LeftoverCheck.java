package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a lab has left behind: namespaces by name, processes by the namespace they are in. */
record LeftoverCheck(String lab, Set<String> networks) {

  private static final Path NAMED = Path.of("/run/netns");

  /** To be asked while it stands: afterwards its namespaces have no name. */
  static LeftoverCheck of(String lab) {
    return new LeftoverCheck(
        lab,
        names(lab).stream()
            .map(NAMED::resolve)
            .map(LeftoverCheck::inode)
            .collect(Collectors.toSet()));
  }

  void mustBeGone() {
    assertThat(names(lab)).as("network namespaces of the lab").isEmpty();
    assertThat(processes()).as("processes in namespaces of the lab").isEmpty();
    assertThat(Path.of("/tmp/baton-lab-" + lab)).doesNotExist();
  }

  private static List<String> names(String lab) {
    try (Stream<Path> all = Files.list(NAMED)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(lab + "-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> networks.contains(inode(networkOf(process))))
        .map(process -> process.pid() + " " + process.info().command().orElse("?"))
        .toList();
  }

  private static Path networkOf(ProcessHandle process) {
    return Path.of("/proc/%d/ns/net".formatted(process.pid()));
  }

  private static String inode(Path file) {
    try {
      return String.valueOf(Files.getAttribute(file, "unix:ino"));
    } catch (IOException goneMeanwhile) {
      return "";
    }
  }
}
