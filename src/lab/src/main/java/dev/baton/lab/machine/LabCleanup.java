package dev.baton.lab.machine;

import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Ends and removes what a lab has started, by its {@link LabRecord}; nothing else is touched. */
public final class LabCleanup {

  private LabCleanup() {}

  /** Safe to repeat, and to call on a lab that is half there. */
  public static void of(Layout layout, LabRecord lab) {
    Pid.kill(lab.processes());
    for (String host : Layout.SITE_HOSTS) {
      ControlGroups.of(layout, host).remove();
    }
    HostPrograms.runWith(
        present(layout).stream()
            .map(name -> "netns del " + name + "\n")
            .collect(Collectors.joining()),
        List.of("ip", "-batch", "-"));
    LabFiles.remove(layout.folder());
  }

  /**
   * Removes what a lab of that name left when its owner died.
   *
   * @throws LabException when such a lab is alive
   */
  public static void ofLeftovers(Layout layout, Consumer<String> progress) {
    var left = LabRecord.read(layout);
    if (left.isPresent()) {
      if (left.get().alive()) {
        throw new LabException(
            "a lab '%s' is up already; end it first with: ./baton lab down --name %s --dir %s"
                .formatted(layout.lab(), layout.lab(), layout.folder()));
      }
      progress.accept("removing what an earlier lab left behind");
      of(layout, left.get());
    }
    if (Files.exists(layout.folder())) {
      throw new LabException(
          layout.folder()
              + " is there but is no lab's folder; remove it or choose another by --dir");
    }
    if (!present(layout).isEmpty()) {
      throw new LabException(
          "there are namespaces %s, but no record of a lab in %s; is it in another folder (--dir)?"
              .formatted(present(layout), layout.folder()));
    }
  }

  /** Those of its namespaces that exist. */
  public static List<String> present(Layout layout) {
    List<String> all =
        HostPrograms.run("ip", "netns", "list").lines().map(line -> line.split(" ", 2)[0]).toList();
    return layout.namespaces().stream().filter(all::contains).toList();
  }
}
