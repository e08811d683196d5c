package dev.baton.lab.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host whose first process is a script of the lab's, on the files of this machine. */
final class ScriptBoot implements HostBoot {

  private final String name;
  private final Layout layout;
  private final LabRecord lab;

  ScriptBoot(String name, Layout layout, LabRecord lab) {
    this.name = name;
    this.layout = layout;
    this.lab = lab;
  }

  @Override
  public void on() {
    Path folder = layout.folderOf(name);
    Path script = folder.resolve("etc/init.sh");
    LabFiles.write(script, LabFiles.template("init.sh", Map.of()));
    List<String> command =
        new ArrayList<>(
            List.of("setsid", "ip", "netns", "exec", layout.namespace(name), "unshare", "--pid"));
    command.addAll(List.of("--fork", "--kill-child", "--mount", "--uts", "--ipc", "--mount-proc"));
    command.addAll(List.of("--propagation", "private", "bash", script.toString()));
    command.addAll(List.of(folder.toString(), name));
    ProcessBuilder boot = new ProcessBuilder(command);
    boot.directory(new File("/"));
    boot.redirectError(folder.resolve("log/init.log").toFile());
    try {
      Process outer = boot.start();
      // Written down first: whatever happens next, somebody can end it.
      lab.started("outer." + name, Pid.of(outer.pid()));
      try (BufferedReader words =
          new BufferedReader(new InputStreamReader(outer.getInputStream(), UTF_8))) {
        if (!"ready".equals(words.readLine())) {
          throw new LabException(
              "host %s did not boot: %s"
                  .formatted(name, Files.readString(folder.resolve("log/init.log"))));
        }
      }
      ProcessHandle init = outer.children().findFirst().orElseThrow();
      lab.initOf(name, Pid.of(init.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void off() {
    lab.initOf(name).ifPresent(init -> Pid.kill(List.of(init)));
  }

  @Override
  public Optional<Pid> init() {
    return lab.initOf(name).filter(Pid::alive);
  }

  @Override
  public List<String> enter(Pid init) {
    return List.of(
        "nsenter",
        "-t",
        Long.toString(init.number()),
        "-m",
        "-u",
        "-i",
        "-n",
        "-p",
        "--wd=/",
        "--");
  }
}
