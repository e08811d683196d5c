package dev.baton.lab.pair;

import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.Layout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine;

/** The lab's own certificate authority, made by Baton's {@code ca} command. */
public final class Certificates {

  // By name, from the built control plane: the lab shares no code with it.
  private static final String COMMAND = "dev.baton.access.CaCommand";

  /** By project. It comes with all libraries of a control plane, so it is loaded once. */
  private static final Map<Path, Class<?>> COMMANDS = new ConcurrentHashMap<>();

  private final Path folder;
  private final BuildArtifacts buildArtifacts;

  Certificates(Path folder, BuildArtifacts buildArtifacts) {
    this.folder = folder;
    this.buildArtifacts = buildArtifacts;
  }

  void create() {
    ca("init", "--dir", folder.toString());
  }

  /** Into {@code agent.crt}, {@code agent.key} and {@code ca.crt} of the folder given. */
  public void issueTo(String host, Path to) {
    ca(
        "issue",
        "--dir",
        folder.toString(),
        "--host",
        host,
        "--ip",
        Layout.ip(host),
        "--out",
        to.toString());
    complete(host, "agent", to);
  }

  /** Into {@code control-plane.crt}, {@code control-plane.key} and {@code ca.crt}. */
  void issueToControlPlane(String name, Path to) {
    ca("issue", "--dir", folder.toString(), "--control-plane", name, "--out", to.toString());
    complete(name, "control-plane", to);
  }

  private void complete(String issued, String name, Path to) {
    LabFiles.rename(to.resolve(issued + ".crt"), to.resolve(name + ".crt"));
    LabFiles.rename(to.resolve(issued + ".key"), to.resolve(name + ".key"));
    LabFiles.copy(List.of(folder.resolve("ca.crt")), to);
  }

  private void ca(String... arguments) {
    StringWriter words = new StringWriter();
    CommandLine command = new CommandLine(command());
    // Its words are for people at a terminal; a demo's output may be one JSON document.
    command.setOut(new PrintWriter(words)).setErr(new PrintWriter(words));
    if (command.execute(arguments) != 0) {
      throw new LabException("baton ca %s: %s".formatted(String.join(" ", arguments), words));
    }
  }

  private Class<?> command() {
    return COMMANDS.computeIfAbsent(
        buildArtifacts.home(),
        home -> {
          // Stays open: what it loads lives as long as this program.
          var server = new URLClassLoader(buildArtifacts.server(), getClass().getClassLoader());
          try {
            return server.loadClass(COMMAND);
          } catch (ClassNotFoundException e) {
            throw new LabException("this build has no " + COMMAND, e);
          }
        });
  }
}
