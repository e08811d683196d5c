package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of 64 KB in memory, which is full soon; needs root. */
public final class SmallDisk implements AutoCloseable {

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts it at a folder that is made; the test is skipped where nothing can be mounted. */
  public static SmallDisk at(Path path) throws IOException {
    Files.createDirectory(path);
    boolean mounted = run("/bin/mount", "-t", "tmpfs", "-o", "size=64k,mode=755", "tmpfs", path);
    assumeThat(mounted).as("needs root to mount a small disk").isTrue();
    return new SmallDisk(path);
  }

  public Path path() {
    return path;
  }

  private static boolean run(Object... words) throws IOException {
    List<String> all = List.of(words).stream().map(Object::toString).toList();
    return new ProcessBuilder(all).start().onExit().join().exitValue() == 0;
  }

  @Override
  public void close() throws IOException {
    assertThat(run("/bin/umount", "-l", path)).isTrue();
  }
}
