package dev.baton.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a machine must have before a lab can stand on it. */
public final class Prerequisites {

  /** What every lab uses. */
  public static final List<String> PACKAGES =
      List.of("postgresql-15", "iproute2", "iputils-arping", "ndisc6", "procps", "socat");

  private static final Path CLUSTER_SETTINGS = Path.of("/etc/postgresql-common/createcluster.conf");

  private Prerequisites() {}

  /** One sentence saying what is missing and cannot be installed by the lab; empty when nothing. */
  public static Optional<String> missing() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of(
          "The lab needs root: it makes network namespaces and installs Debian packages.");
    }
    if (!Files.exists(Path.of("/etc/debian_version"))) {
      return Optional.of(
          "The lab needs Debian (made for Debian 12): it takes PostgreSQL 15 from Debian's package.");
    }
    return Optional.empty();
  }

  /** Installs those Debian packages that are not there; asks nobody anything. */
  public static synchronized void install(List<String> packages, Consumer<String> progress) {
    List<String> absent = packages.stream().filter(name -> !installed(name)).toList();
    if (absent.isEmpty()) {
      return;
    }
    progress.accept("installing Debian packages: " + String.join(" ", absent));
    if (absent.stream().anyMatch(name -> name.startsWith("postgresql"))) {
      preventOwnCluster();
    }
    apt(List.of("update", "-q"));
    List<String> install =
        new ArrayList<>(
            List.of(
                "install",
                "-q",
                "-y",
                "--no-install-recommends",
                "-o",
                "Dpkg::Options::=--force-confold"));
    install.addAll(absent);
    apt(install);
  }

  private static boolean installed(String name) {
    var query =
        HostPrograms.call(
            Duration.ofSeconds(20),
            "",
            List.of("dpkg-query", "-W", "-f=${db:Status-Status}", name));
    return query.succeeded() && query.output().equals("installed");
  }

  /** Debian's package starts a cluster of its own unless this file is there first. */
  private static void preventOwnCluster() {
    if (Files.exists(CLUSTER_SETTINGS)) {
      return;
    }
    try {
      Files.createDirectories(CLUSTER_SETTINGS.getParent());
      Files.writeString(CLUSTER_SETTINGS, "create_main_cluster = false\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void apt(List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get"));
    command.addAll(arguments);
    var ended = HostPrograms.call(Duration.ofMinutes(10), "", command);
    if (!ended.succeeded()) {
      throw new LabException(
          "apt-get %s failed: %s".formatted(arguments.getFirst(), ended.errors()));
    }
  }
}
