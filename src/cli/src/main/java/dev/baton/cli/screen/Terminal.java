package dev.baton.cli.screen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * At which ends of a command a person sits.
 *
 * @param asks whether a question would be answered: standard input is a terminal
 * @param live whether what was printed can be painted over: standard output is a terminal
 * @param coloured whether colours are wanted there
 */
public record Terminal(boolean asks, boolean live, boolean coloured) {

  /** Nobody sits there: a pipe, a file, a program. */
  public static final Terminal NONE = new Terminal(false, false, false);

  /**
   * What this process was started with. {@code NO_COLOR} (no-color.org) and {@code TERM=dumb} are
   * heeded.
   */
  static Terminal of(Map<String, String> environment) {
    boolean live = isTerminal(1) && !"dumb".equals(environment.get("TERM"));
    boolean coloured = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(isTerminal(0), live, coloured);
  }

  /** The JDK's own answer takes both ends together; elsewhere than on Linux nobody is seen. */
  private static boolean isTerminal(int descriptor) {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
