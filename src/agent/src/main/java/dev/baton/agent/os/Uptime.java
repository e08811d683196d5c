package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long the machine has been up: the one clock that processes share and nobody can set. */
public final class Uptime {

  private Uptime() {}

  public static long millis() throws IOException {
    String text = Files.readString(Path.of("/proc/uptime"));
    return Math.round(Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000);
  }
}
