package dev.baton.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built programs of a project folder, to be copied to the lab's hosts. */
record Built(Path home) {

  Built {
    if (!Files.exists(home.resolve("target/quarkus-app/quarkus-run.jar"))) {
      throw new LabException(
          "%s is not built; run ./mvnw package -DskipTests there".formatted(home.toAbsolutePath()));
    }
    if (!Files.isDirectory(Path.of(System.getProperty("java.home")).resolve("bin"))
        || System.getProperty("java.home").matches("/(tmp|run|srv)/.*")) {
      throw new LabException(
          "The JDK is in %s; the lab's hosts have their own /tmp, /run and /srv and cannot see it"
              .formatted(System.getProperty("java.home")));
    }
  }

  Path application() {
    return home.resolve("target/quarkus-app");
  }

  Path agent() {
    return only(home.resolve("target"), "baton-", "-agent.jar");
  }

  /** What labgo and the client run on: this package's classes and the PostgreSQL driver. */
  List<Path> labJars() {
    List<Path> jars = new ArrayList<>(LabFiles.matching(application().resolve("app"), "", ".jar"));
    jars.add(only(application().resolve("lib/main"), "org.postgresql.postgresql-", ".jar"));
    return jars;
  }

  private static Path only(Path folder, String prefix, String suffix) {
    List<Path> found = LabFiles.matching(folder, prefix, suffix);
    if (found.size() != 1) {
      throw new LabException(
          "expected one %s*%s in %s, found %d".formatted(prefix, suffix, folder, found.size()));
    }
    return found.getFirst();
  }
}
