package dev.baton.agent.guard;

import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.HostClock;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Override by root on the host: database and application may start unconfirmed. It ends with the
 * boot it was given in and never covers the address.
 */
public record GuardOverride(String bootId, String reason) {

  /** Written by another program, beside a running agent. */
  public static final String FILE = "override.json";

  /** Empty when nobody gave one in this boot. */
  static Optional<GuardOverride> read(Path state, String bootId) {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(state.resolve(FILE)));
      return bootId.equals(map.get("bootId")) && map.get("reason") instanceof String reason
          ? Optional.of(new GuardOverride(bootId, reason))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException nobodyDid) {
      return Optional.empty();
    }
  }

  void write(Path state) throws IOException {
    Map<String, Object> map = new TreeMap<>();
    map.put("bootId", bootId);
    map.put("reason", reason);
    map.put("at", HostClock.now().toString());
    DurableFiles.replace(state.resolve(FILE), Json.write(map));
  }
}
