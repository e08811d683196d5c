package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that tests need, installed where that is possible: by root on Debian. */
public final class DebianPackages {

  private static final Path CLUSTERS = Path.of("/etc/postgresql-common/createcluster.conf");

  private DebianPackages() {}

  /** Installs the package unless the program is there; does nothing where it cannot. */
  public static synchronized void install(String name, Path program) {
    if (Files.isExecutable(program)
        || !"root".equals(System.getProperty("user.name"))
        || !Files.exists(Path.of("/etc/debian_version"))) {
      return;
    }
    try {
      if (!Files.exists(CLUSTERS)) {
        // PostgreSQL's package starts a cluster of its own unless this file is there first.
        Files.createDirectories(CLUSTERS.getParent());
        Files.writeString(CLUSTERS, "create_main_cluster = false\n");
      }
      apt("update", "-q");
      apt("install", "-q", "-y", "--no-install-recommends", name);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("could not install " + name, e);
    }
  }

  private static void apt(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("apt-get"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    int exit = builder.start().waitFor();
    if (exit != 0) {
      throw new IOException("apt-get %s ended with %d".formatted(arguments[0], exit));
    }
  }
}
