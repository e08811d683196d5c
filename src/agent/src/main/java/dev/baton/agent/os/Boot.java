package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Identifies the current boot of this host and the current run of the agent.
 *
 * @param id changes when the host boots, or the container it lives in
 * @param session changes whenever the agent starts; orders composed for another one are refused
 */
public record Boot(String id, String session) {

  public static Boot current() {
    return new Boot(bootId(), UUID.randomUUID().toString());
  }

  /** The kernel's boot id, and the start of the first process, as containers share a kernel. */
  private static String bootId() {
    try {
      String kernel = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return kernel + ProcessStat.of(1).map(first -> "-" + first.startTicks()).orElse("");
    } catch (IOException notLinux) {
      return "unknown";
    }
  }
}
