package dev.baton.lab.client;

import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A running {@link ConnectionFlood} on a host of the lab, seen from outside. */
public final class FloodControl implements AutoCloseable {

  private final LineProcess flood;

  private FloodControl(Process process) {
    this.flood = new LineProcess(process);
  }

  /**
   * Begins one.
   *
   * @param jars the lab's own classes
   * @param arguments of the program
   */
  public static FloodControl begin(LabHost host, List<Path> jars, List<String> arguments) {
    LabFiles.copy(jars, host.folder().resolve("flood"));
    List<String> command =
        new ArrayList<>(
            List.of(
                HostPrograms.java(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "/srv/flood/*",
                ConnectionFlood.class.getName()));
    command.addAll(arguments);
    return new FloodControl(host.open(command));
  }

  /** How many connections it has made so far. */
  public long made() {
    try {
      return flood
          .ask("")
          .map(Long::parseLong)
          .orElseThrow(
              () -> new LabException("the flood is gone; log/client.log of its host may say why"));
    } catch (IOException e) {
      throw new LabException("the flood is gone", e);
    }
  }

  @Override
  public void close() {
    flood.close();
  }
}
