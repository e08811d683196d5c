package dev.baton.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One host of the lab: own network, processes, host name and files. Its processes live and die with
 * its first process.
 */
public final class LabHost {

  private final String name;
  private final Layout layout;
  private final HostBoot boot;
  private final boolean systemd;

  public LabHost(String name, Layout layout, LabRecord lab) {
    this.name = name;
    this.layout = layout;
    Optional<Path> files = lab.rootFileSystem().filter(any -> Layout.SITE_HOSTS.contains(name));
    this.systemd = files.isPresent();
    this.boot =
        files
            .<HostBoot>map(base -> new SystemdBoot(name, layout, lab, base))
            .orElseGet(() -> new ScriptBoot(name, layout, lab));
  }

  public String name() {
    return name;
  }

  /** The name of its network namespace on this machine. */
  public String namespace() {
    return layout.namespace(name);
  }

  /** Where this machine sees the host's {@code /srv}. */
  public Path folder() {
    return layout.folderOf(name);
  }

  /** Whether systemd boots it from files of its own, as on a machine as Debian installs it. */
  public boolean systemd() {
    return systemd;
  }

  public boolean on() {
    return boot.init().isPresent();
  }

  /** From its next boot on it starts agent, database and application as a machine would. */
  public void enableBoot() {
    if (systemd) {
      return; // its units do
    }
    Path script = folder().resolve("etc/boot.sh");
    LabFiles.write(script, LabFiles.template("boot.sh", Map.of("java", HostPrograms.java())));
    LabFiles.mode(script, "rwxr-xr-x");
  }

  /** Boots it; returns before what it starts by itself is up. */
  public void powerOn() {
    cable("up");
    LabFiles.write(folder().resolve("etc/hosts"), Layout.hostsFile());
    LabFiles.folder(folder().resolve("run"));
    LabFiles.folder(folder().resolve("log"));
    boot.on();
  }

  /** Waits until it has started what it starts by itself; with systemd, whatever came of it. */
  public void awaitBooted() {
    if (systemd) {
      Await.until(
          name + " to boot",
          Duration.ofMinutes(3),
          () -> {
            Await.pause(Duration.ofMillis(150));
            return succeeds(
                "sh", "-c", "systemctl is-system-running | grep -qx 'running\\|degraded'");
          });
    }
  }

  /** Ends everything on it at once, as a power failure does; addresses it took on are gone too. */
  public void powerOff() {
    cable("down"); // first: nothing it sends while it dies arrives
    boot.off();
    HostPrograms.attempt(
        List.of(
            "ip",
            "-n",
            layout.namespace(name),
            "addr",
            "del",
            Layout.ADDRESS + "/24",
            "dev",
            "eth0"));
  }

  /** A machine without power answers nothing, not even that nobody listens. */
  private void cable(String state) {
    HostPrograms.run("ip", "-n", layout.network(), "link", "set", name, state);
  }

  /** What the command printed; an exception with its words when it does not end with 0. */
  public String run(String... command) {
    return HostPrograms.runWith("", inside(Arrays.asList(command)));
  }

  /** Runs a program with that text on its standard input. */
  public String runWith(String input, String... command) {
    return HostPrograms.runWith(input, inside(Arrays.asList(command)));
  }

  /** Whether the command ended with 0. */
  public boolean succeeds(String... command) {
    return HostPrograms.attempt(inside(Arrays.asList(command)));
  }

  /** Starts a process that is talked to through its standard input and output. */
  public Process open(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(inside(command));
    builder.redirectError(folder().resolve("log/client.log").toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a process that outlives its starter, with its output in {@code /srv/log/DAEMON.log} and
   * its number (as the host counts) in {@code /srv/run/DAEMON.pid}.
   */
  public void spawn(String daemon, List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "daemon=$1; shift; setsid \"$@\" >>/srv/log/$daemon.log 2>&1 </dev/null &"
                    + " echo $! >/srv/run/$daemon.pid",
                "sh",
                daemon));
    line.addAll(command);
    HostPrograms.runWith("", inside(line));
  }

  /** Sends a signal, for example {@code KILL} or {@code STOP}, to a process {@link #spawn}ed. */
  public void signal(String daemon, String signal) {
    signal(pidOf(daemon), signal);
  }

  /** Sends a signal to the process with that number, as the host counts. */
  public void signal(long pid, String signal) {
    run("kill", "-" + signal, Long.toString(pid));
  }

  public boolean running(String daemon) {
    Optional<Long> pid = findPid(daemon);
    return pid.isPresent() && succeeds("sh", "-c", "kill -0 " + pid.get() + " 2>/dev/null");
  }

  private long pidOf(String daemon) {
    return findPid(daemon)
        .orElseThrow(
            () -> new LabException("%s has not been started on %s".formatted(daemon, name)));
  }

  /** Empty while the boot that starts it has not got so far, or not to the end of the line. */
  private Optional<Long> findPid(String daemon) {
    try {
      return Optional.of(Files.readString(pidFile(daemon)).strip())
          .filter(text -> !text.isEmpty())
          .map(Long::valueOf);
    } catch (NoSuchFileException notStarted) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path pidFile(String daemon) {
    return folder().resolve("run").resolve(daemon + ".pid");
  }

  /** Waits until a process {@link #spawn}ed listens there; its last words when it dies instead. */
  public void awaitPort(String daemon, int port) {
    Await.until(
        "%s to listen on port %d of %s".formatted(daemon, port, name),
        Duration.ofMinutes(3),
        () -> {
          if (!run("ss", "-ltnH", "sport = :" + port).isEmpty()) {
            return true;
          }
          if (!running(daemon)) {
            throw new LabException(
                "%s ended on %s: %s".formatted(daemon, name, lastLines("log/" + daemon + ".log")));
          }
          Await.pause(Duration.ofMillis(40));
          return false;
        });
  }

  /** The end of one of its files below {@code /srv}. */
  public String lastLines(String file) {
    try {
      List<String> lines = Files.readAllLines(folder().resolve(file));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "(no " + file + ")";
    }
  }

  private List<String> inside(List<String> command) {
    List<String> line = new ArrayList<>(boot.enter(init()));
    line.addAll(command);
    return line;
  }

  // A host that is off has no first process: never fall back to the machine itself.
  private Pid init() {
    return boot.init()
        .orElseThrow(() -> new LabException("host %s is switched off".formatted(name)));
  }

  /** Where this machine sees one of its files while it is on. */
  public Path outside(String file) {
    return Path.of("/proc/%d/root%s".formatted(init().number(), file));
  }

  /** What it has said since its boot, the guards' words among it. */
  public String bootMessages() {
    return systemd
        ? run("sh", "-c", "journalctl --boot --output=cat --lines=300 || true")
        : lastLines("log/boot.log");
  }

  /** The command by which a person gets a shell on it. */
  public String enter() {
    return String.join(" ", inside(List.of("bash")));
  }
}
