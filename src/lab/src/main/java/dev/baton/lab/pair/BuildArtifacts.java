package dev.baton.lab.pair;

import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The built programs of a project folder, to be copied to the lab's hosts. */
record BuildArtifacts(Path home) {

  BuildArtifacts {
    if (!Files.exists(home.resolve("src/server/target/quarkus-app/quarkus-run.jar"))) {
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
    return home.resolve("src/server/target/quarkus-app");
  }

  Path agent() {
    return home.resolve("src/agent/target/baton-agent.jar");
  }

  /** What the client runs on: the lab's classes and the PostgreSQL driver. */
  List<Path> labJars() {
    return List.of(target().resolve("baton-lab.jar"), driver());
  }

  /** What labgo runs on: its own classes and the PostgreSQL driver, nothing of Baton. */
  List<Path> labgoJars() {
    return List.of(target().resolve("baton-lab-labgo.jar"), driver());
  }

  private Path driver() {
    return only(target().resolve("lib"), "postgresql-", ".jar");
  }

  private Path target() {
    return home.resolve("src/lab/target");
  }

  /** The control plane's classes and libraries. */
  URL[] server() {
    return Stream.of("app", "lib/main")
        .flatMap(folder -> LabFiles.matching(application().resolve(folder), "", ".jar").stream())
        .map(BuildArtifacts::url)
        .toArray(URL[]::new);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new LabException(jar + " has no address", e);
    }
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
