package dev.baton.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
  private final LabRecord lab;

  LabHost(String name, Layout layout, LabRecord lab) {
    this.name = name;
    this.layout = layout;
    this.lab = lab;
  }

  public String name() {
    return name;
  }

  /** The name of its network namespace on this machine. */
  String namespace() {
    return layout.namespace(name);
  }

  /** Where this machine sees the host's {@code /srv}. */
  public Path folder() {
    return layout.folderOf(name);
  }

  public boolean on() {
    return lab.initOf(name).map(Pid::alive).orElse(false);
  }

  /** From its next boot on it starts agent, database and application as a machine would. */
  void enableBoot() {
    Path script = folder().resolve("etc/boot.sh");
    LabFiles.write(script, LabFiles.template("boot.sh", Map.of("java", Programs.java())));
    LabFiles.mode(script, "rwxr-xr-x");
  }

  /** Boots it; returns before what it starts by itself is up. */
  public void powerOn() {
    cable("up");
    LabFiles.write(folder().resolve("etc/hosts"), Layout.hostsFile());
    LabFiles.folder(folder().resolve("run"));
    LabFiles.folder(folder().resolve("log"));
    Path script = folder().resolve("etc/init.sh");
    LabFiles.write(script, LabFiles.template("init.sh", Map.of()));
    List<String> command =
        new ArrayList<>(
            List.of("setsid", "ip", "netns", "exec", layout.namespace(name), "unshare", "--pid"));
    command.addAll(List.of("--fork", "--kill-child", "--mount", "--uts", "--ipc", "--mount-proc"));
    command.addAll(List.of("--propagation", "private", "bash", script.toString()));
    command.addAll(List.of(folder().toString(), name));
    ProcessBuilder boot = new ProcessBuilder(command);
    boot.directory(new File("/"));
    boot.redirectError(folder().resolve("log/init.log").toFile());
    try {
      Process outer = boot.start();
      // Written down first: whatever happens next, somebody can end it.
      lab.started("outer." + name, Pid.of(outer.pid()));
      try (BufferedReader words =
          new BufferedReader(new InputStreamReader(outer.getInputStream(), UTF_8))) {
        if (!"ready".equals(words.readLine())) {
          throw new LabException(
              "host %s did not boot: %s"
                  .formatted(name, Files.readString(folder().resolve("log/init.log"))));
        }
      }
      ProcessHandle init = outer.children().findFirst().orElseThrow();
      lab.initOf(name, Pid.of(init.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends everything on it at once, as a power failure does; addresses it took on are gone too. */
  public void powerOff() {
    cable("down"); // first: nothing it sends while it dies arrives
    lab.initOf(name).ifPresent(init -> Pid.kill(List.of(init)));
    Programs.attempt(
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
    Programs.run("ip", "-n", layout.network(), "link", "set", name, state);
  }

  /** What the command printed; an exception with its words when it does not end with 0. */
  @CanIgnoreReturnValue
  public String run(String... command) {
    return Programs.runWith("", inside(Arrays.asList(command)));
  }

  /** The same, with something to read on its standard input. */
  @CanIgnoreReturnValue
  public String runWith(String input, String... command) {
    return Programs.runWith(input, inside(Arrays.asList(command)));
  }

  /** Whether the command ended with 0. */
  public boolean succeeds(String... command) {
    return Programs.attempt(inside(Arrays.asList(command)));
  }

  /** Starts a process that is talked to through its standard input and output. */
  Process open(List<String> command) {
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
    Programs.runWith("", inside(line));
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
    return Files.exists(pidFile(daemon))
        && succeeds("sh", "-c", "kill -0 " + pidOf(daemon) + " 2>/dev/null");
  }

  private long pidOf(String daemon) {
    try {
      return Long.parseLong(Files.readString(pidFile(daemon)).strip());
    } catch (IOException e) {
      throw new LabException("%s has not been started on %s".formatted(daemon, name), e);
    }
  }

  private Path pidFile(String daemon) {
    return folder().resolve("run").resolve(daemon + ".pid");
  }

  /** Waits until a process {@link #spawn}ed listens there; its last words when it dies instead. */
  void awaitPort(String daemon, int port) {
    Waiting.until(
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
          Waiting.pause(Duration.ofMillis(40));
          return false;
        });
  }

  /** The end of one of its files below {@code /srv}. */
  String lastLines(String file) {
    try {
      List<String> lines = Files.readAllLines(folder().resolve(file));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "(no " + file + ")";
    }
  }

  private List<String> inside(List<String> command) {
    // A host that is off has no first process: never fall back to the machine itself.
    Pid init =
        Optional.of(name)
            .flatMap(lab::initOf)
            .filter(Pid::alive)
            .orElseThrow(() -> new LabException("host %s is switched off".formatted(name)));
    List<String> line =
        new ArrayList<>(
            List.of(
                "nsenter",
                "-t",
                Long.toString(init.number()),
                "-m",
                "-u",
                "-i",
                "-n",
                "-p",
                "--wd=/",
                "--"));
    line.addAll(command);
    return line;
  }

  /** The command by which a person gets a shell on it. */
  String enter() {
    return String.join(" ", inside(List.of("bash")));
  }
}
