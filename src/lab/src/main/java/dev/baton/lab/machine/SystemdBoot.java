package dev.baton.lab.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host that boots systemd over an overlay of the root file system all of them share. */
final class SystemdBoot implements HostBoot {

  private static final List<String> ENVIRONMENT =
      List.of(
          "env",
          "-i",
          "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "HOME=/root",
          "LANG=C.UTF-8",
          "TERM=dumb",
          "SYSTEMD_PAGER=");

  private final String name;
  private final Layout layout;
  private final LabRecord lab;
  private final Path base;
  private final ControlGroups groups;

  /**
   * @param base the shared root file system, which stays as it is
   */
  SystemdBoot(String name, Layout layout, LabRecord lab, Path base) {
    this.name = name;
    this.layout = layout;
    this.lab = lab;
    this.base = base;
    this.groups = ControlGroups.of(layout, name);
  }

  @Override
  public void on() {
    Path folder = layout.folderOf(name);
    Path script = folder.resolve("etc/systemd-host.sh");
    LabFiles.write(script, LabFiles.template("systemd-host.sh", Map.of()));
    List<String> command =
        new ArrayList<>(
            List.of("setsid", "unshare", "--mount", "--propagation", "private", "bash"));
    command.addAll(
        List.of(
            script.toString(),
            base.toString(),
            layout.ownFilesOf(name).toString(),
            name,
            layout.namespace(name),
            Layout.ip(name),
            folder.toString(),
            System.getProperty("java.home")));
    groups.folders().forEach(group -> command.add(group.toString()));
    ProcessBuilder boot = new ProcessBuilder(command);
    boot.directory(new File("/"));
    boot.redirectErrorStream(true);
    boot.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("log/console.log").toFile()));
    Pid outer;
    try {
      outer = Pid.of(boot.start().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lab.started(outer(), outer);
    Await.until(
        name + " to have a first process",
        Duration.ofMinutes(1),
        () -> {
          if (!outer.alive()) {
            throw new LabException(
                "host %s did not boot: %s"
                    .formatted(
                        name,
                        String.join("\n", LabFiles.lines(folder.resolve("log/console.log")))));
          }
          return init().isPresent();
        });
  }

  private String outer() {
    return "outer." + name;
  }

  @Override
  public void off() {
    // First whoever would boot it again.
    lab.started(outer()).ifPresent(outer -> Pid.kill(List.of(outer)));
    // With what was killed: Linux ends at once whatever a process from there starts in a new group,
    // and systemd starts services that way since Debian trixie.
    groups.remove();
  }

  @Override
  public Optional<Pid> init() {
    return groups.init();
  }

  @Override
  public List<String> enter(Pid init) {
    List<String> words =
        new ArrayList<>(List.of("nsenter", "-t", Long.toString(init.number()), "-m", "-u", "-i"));
    // Its own root as well, and its folder "/": the mounts alone are not where it has pivoted to.
    words.addAll(List.of("-n", "-p", "-C", "-r", "-w", "--"));
    words.addAll(ENVIRONMENT);
    return words;
  }
}
