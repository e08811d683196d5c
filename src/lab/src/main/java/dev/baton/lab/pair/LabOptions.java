package dev.baton.lab.pair;

import dev.baton.lab.machine.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a lab is to be.
 *
 * @param name prefix of its namespaces, so that several can stand side by side
 * @param folder everything of it is below; removed with it
 * @param home the project, built
 * @param port loopback port of this machine that leads to the control plane; 0 for any
 * @param boot how long labgo takes to boot at least
 * @param baton whether agents and control plane are in it, or only the hosts and the service
 * @param systemd whether the sites' hosts boot systemd from Debian's packages
 * @param progress told in a few words what is being done
 */
public record LabOptions(
    String name,
    Path folder,
    Path home,
    int port,
    Duration boot,
    boolean baton,
    boolean systemd,
    Consumer<String> progress) {

  /** A whole lab of that name in its usual folder, from the project in the current directory. */
  public static LabOptions named(String name) {
    return new LabOptions(
        name,
        Layout.usualFolder(name),
        Path.of(System.getProperty("baton.home", "")).toAbsolutePath(),
        0,
        Duration.ofSeconds(1),
        true,
        false,
        line -> {});
  }

  public LabOptions in(Path other) {
    return new LabOptions(name, other, home, port, boot, baton, systemd, progress);
  }

  public LabOptions on(int other) {
    return new LabOptions(name, folder, home, other, boot, baton, systemd, progress);
  }

  public LabOptions booting(Duration other) {
    return new LabOptions(name, folder, home, port, other, baton, systemd, progress);
  }

  /** Without agents and control plane. */
  public LabOptions bare() {
    return new LabOptions(name, folder, home, port, boot, false, systemd, progress);
  }

  /** With sites whose hosts boot systemd and have PostgreSQL as Debian's package makes it. */
  public LabOptions onSystemd() {
    return new LabOptions(name, folder, home, port, boot, baton, true, progress);
  }

  public LabOptions telling(Consumer<String> other) {
    return new LabOptions(name, folder, home, port, boot, baton, systemd, other);
  }

  public Layout layout() {
    return new Layout(name, folder);
  }
}
