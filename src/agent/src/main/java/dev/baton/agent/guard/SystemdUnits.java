package dev.baton.agent.guard;

import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that have systemd start the agent and run its guard before PostgreSQL and the
 * application. How often and how long a unit is tried stays as its owner has it.
 */
public final class SystemdUnits {

  /** Where systemd reads what an administrator adds. */
  public static final Path FOLDER = Path.of("/etc/systemd/system");

  /** Of Debian's packages; it fails on a server that has ended by itself, and the unit with it. */
  private static final String STOP =
      """
      # The agent ends the server itself, which is faster; then this finds nothing to do, and that is no failure.
      ExecStop=
      ExecStop=-/usr/bin/pg_ctlcluster --skip-systemctl-redirect -m fast %i stop
      """;

  private SystemdUnits() {}

  /**
   * The files by their places below {@link #FOLDER}, for this program and that policy file.
   *
   * @return in the order in which they are printed
   */
  public static Map<Path, String> of(Policy policy, Path policyFile) {
    Path file = policyFile.toAbsolutePath();
    String program =
        "%s/bin/java -jar %s "
            .formatted(
                System.getProperty("java.home"),
                Path.of(System.getProperty("java.class.path")).toAbsolutePath());
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(Path.of("baton-agent.service"), agent(policy.host(), program + file));
    String guard = program + "guard " + file;
    database(policy)
        .ifPresent(name ->
            files.put(
                dropIn(name),
                guarded(guard + " postgresql") + (name.startsWith("postgresql@") ? STOP : "")));
    application(policy).ifPresent(name -> files.put(dropIn(name), guarded(guard + " application")));
    return files;
  }

  /** One sentence for each part that no unit is named for: systemd would start it unasked. */
  public static List<String> unguarded(Policy policy) {
    List<String> lines = new ArrayList<>();
    if (policy.postgres().isPresent() && database(policy).isEmpty()) {
      lines.add(
          "postgres.unit names no service, so nothing keeps systemd from starting PostgreSQL");
    }
    if (policy.application().isPresent() && application(policy).isEmpty()) {
      lines.add(
          "application.unit names no service, so nothing keeps systemd from starting the application");
    }
    return lines;
  }

  /**
   * One sentence for each file that is not in force on this host, with the next move; none where
   * the policy names no unit, because something else starts its services then.
   */
  public static List<String> missing(Policy policy, Path policyFile) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!names(policy).isEmpty()) {
      for (Map.Entry<Path, String> entry : of(policy, policyFile).entrySet()) {
        Path file = FOLDER.resolve(entry.getKey());
        if (!Files.exists(file) || !Files.readString(file).equals(entry.getValue())) {
          lines.add(
              "%s is not what this agent needs; baton-agent units %s --install %s, then systemctl daemon-reload"
                  .formatted(file, policyFile, FOLDER));
        }
      }
    }
    return lines;
  }

  /** The services that the policy names. */
  public static List<String> names(Policy policy) {
    return Stream.of(database(policy), application(policy)).flatMap(Optional::stream).toList();
  }

  private static Optional<String> database(Policy policy) {
    return policy.postgres().flatMap(Policy.PostgresPart::unit);
  }

  private static Optional<String> application(Policy policy) {
    return policy.application().flatMap(Policy.ApplicationPart::unit);
  }

  /** Writes them below that folder. */
  public static void install(Map<Path, String> files, Path folder) throws IOException {
    for (Map.Entry<Path, String> entry : files.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, entry.getValue());
    }
  }

  private static Path dropIn(String unit) {
    return Path.of(unit + ".d", "boot-guard.conf");
  }

  private static String agent(String host, String program) {
    return """
    [Unit]
    Description=Baton agent of %s
    After=network-online.target
    Wants=network-online.target
    # It never gives up: without it the guard holds everything down.
    StartLimitIntervalSec=0

    [Service]
    Type=exec
    ExecStart=%s
    Restart=always
    RestartSec=1s
    # As a JVM ends that was told to.
    SuccessExitStatus=143
    # Children such as a running base backup outlive it.
    KillMode=process

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(host, program);
  }

  private static String guarded(String guard) {
    // A percent sign is systemd's own.
    return """
    [Unit]
    Wants=baton-agent.service
    After=baton-agent.service

    [Service]
    # Exit code 0 starts it, 1 leaves it down without a failure. 255 fails: nobody has confirmed the role of this host
    # yet; once somebody does, the agent has it started.
    ExecCondition=+/bin/sh -c 'test -e %s/%%n.ordered || exec %s'
    """
        .formatted(SystemdUnit.ORDERS, guard.replace("%", "%%"));
  }
}
