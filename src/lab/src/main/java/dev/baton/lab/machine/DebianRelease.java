package dev.baton.lab.machine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The releases of Debian that a host with systemd may have, and the PostgreSQL of each. */
public enum DebianRelease {
  BULLSEYE(13),
  BOOKWORM(15),
  TRIXIE(17);

  /** Names another release than this machine's; empty: none. */
  private static final String PROPERTY = "lab.release";

  private final int postgres;

  DebianRelease(int postgres) {
    this.postgres = postgres;
  }

  /** Its major version of PostgreSQL. */
  public int postgres() {
    return postgres;
  }

  /** As apt names it. */
  String codename() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** That of all hosts with systemd that this process makes. */
  public static DebianRelease ofHosts() {
    String other = System.getProperty(PROPERTY, "");
    return named(other.isEmpty() ? ofThisMachine() : other);
  }

  private static DebianRelease named(String codename) {
    return Arrays.stream(values())
        .filter(release -> release.codename().equals(codename))
        .findFirst()
        .orElseThrow(() ->
            new LabException(
                "hosts that boot systemd have one of %s, not %s"
                    .formatted(
                        Arrays.stream(values()).map(DebianRelease::codename).toList(), codename)));
  }

  /** The code name of what this machine runs. */
  static String ofThisMachine() {
    return LabFiles.lines(Path.of("/etc/os-release")).stream()
        .filter(line -> line.startsWith("VERSION_CODENAME="))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .findFirst()
        .orElseThrow(() -> new LabException("/etc/os-release names no release of Debian"));
  }
}
