package dev.baton.lab.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The files of a Debian machine with PostgreSQL, made at first use from packages of where this
 * machine has its own from, and kept. Hosts lay their own files over it.
 */
public final class RootFileSystem {

  /** Where it is kept unless another folder is given. */
  public static final Path CACHE = Path.of("/var/cache/baton-lab");

  /** What a stock host has; another list makes another root file system. */
  private static final List<String> PACKAGES =
      List.of(
          "systemd",
          "systemd-sysv",
          "dbus",
          "iproute2",
          "iputils-arping",
          "iputils-ping",
          "nftables",
          "procps",
          "psmisc",
          "curl",
          "sudo",
          "uuid-runtime");

  /** What makes it. */
  private static final List<String> TOOLS =
      List.of("mmdebstrap", "systemd-container", "debian-archive-keyring");

  private static final String SCRIPT = "root-file-system.sh";
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final Path cache;
  private final List<String> packages;

  public RootFileSystem(Path cache) {
    this(cache, packages());
  }

  private static List<String> packages() {
    List<String> packages = new ArrayList<>(PACKAGES);
    packages.add("postgresql-" + DebianRelease.ofHosts().postgres());
    return packages;
  }

  RootFileSystem(Path cache, List<String> packages) {
    this.cache = cache;
    this.packages = List.copyOf(packages);
  }

  /** Where it is, once it is there; the name says what it was made from. */
  Path folder() {
    String recipe = packages + suite() + LabFiles.template(SCRIPT, Map.of());
    return cache.resolve("debian-%s-%s".formatted(suite(), digest(recipe)));
  }

  /** The folder with it, made now if need be; whoever makes it at the same time is waited for. */
  public Path made(Consumer<String> progress) {
    Path folder = folder();
    Prerequisites.install(TOOLS, progress);
    if (!Files.isDirectory(folder)) {
      progress.accept("root file system of the hosts, from Debian's packages (once, some minutes)");
      LabFiles.folder(cache);
      List<String> command =
          new ArrayList<>(List.of("flock", cache.resolve("lock").toString(), "bash", "-c"));
      command.addAll(List.of(LabFiles.template(SCRIPT, Map.of()), SCRIPT));
      command.addAll(List.of(folder.toString(), suite(), String.join(",", packages)));
      command.addAll(sources());
      var ended = HostPrograms.call(LIMIT, "", command);
      if (!ended.succeeded()) {
        throw new LabException("no root file system for the hosts: " + ended.errors());
      }
    }
    return folder;
  }

  private static String suite() {
    return DebianRelease.ofHosts().codename();
  }

  /**
   * Debian's own among this machine's sources, one a line, for the release of the hosts; others'
   * packages are none of a host's.
   */
  private static List<String> sources() {
    if (known().isEmpty()) {
      Prerequisites.apt(List.of("update", "-q")); // somebody has removed apt's lists
    }
    List<String> lines = known();
    if (lines.isEmpty()) {
      throw new LabException("apt knows no source of Debian's packages on this machine");
    }
    return lines;
  }

  private static List<String> known() {
    return HostPrograms.run(
            "apt-get",
            "indextargets",
            "--format",
            "$(ORIGIN) deb $(REPO_URI) $(RELEASE) $(COMPONENT)",
            "Created-By: Packages")
        .lines()
        .filter(line -> line.startsWith("Debian deb "))
        .map(line -> line.substring("Debian ".length()))
        .map(line -> line.replace(" " + DebianRelease.ofThisMachine(), " " + suite()))
        .distinct()
        .toList();
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
