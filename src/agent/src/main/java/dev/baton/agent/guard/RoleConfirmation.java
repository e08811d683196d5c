package dev.baton.agent.guard;

import dev.baton.agent.os.FullDisk;
import dev.baton.protocol.Json;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When the role on disk was last confirmed; the agent writes it for the guard, another process. It
 * is void in another boot, so it must be complete but not durable.
 *
 * @param at uptime of the machine in milliseconds; negative before the first confirmation
 * @param ordered until which uptime an order to start the part is being carried out: the guard must
 *     not hold up what the control plane has just told the agent to start
 */
record RoleConfirmation(String bootId, long at, Map<Resource, Long> ordered) {

  private static final String FILE = "confirmed.json";

  RoleConfirmation {
    ordered = Map.copyOf(ordered);
  }

  static RoleConfirmation none(String bootId) {
    return new RoleConfirmation(bootId, -1, Map.of());
  }

  /** The newest; {@link #none} when there is none of this boot. */
  static RoleConfirmation read(Path state, String bootId) {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(state.resolve(FILE)));
      if (bootId.equals(map.get("bootId")) && map.get("at") instanceof Long at) {
        Map<Resource, Long> ordered = new EnumMap<>(Resource.class);
        Json.object(map.get("ordered"), "ordered")
            .forEach((part, until) ->
                ordered.put(Resource.valueOf(part), Long.parseLong(String.valueOf(until))));
        return new RoleConfirmation(bootId, at, ordered);
      }
    } catch (IOException | IllegalArgumentException notConfirmed) {
      // as good as none: the guard goes on waiting
    }
    return none(bootId);
  }

  void write(Path state) throws IOException {
    Map<String, Object> map = new TreeMap<>();
    map.put("bootId", bootId);
    map.put("at", at);
    Map<String, Object> until = new TreeMap<>();
    ordered.forEach((part, time) -> until.put(part.name(), time));
    map.put("ordered", until);
    Path scratch = state.resolve(FILE + ".new");
    try {
      Files.writeString(scratch, Json.write(map));
    } catch (IOException e) {
      Files.deleteIfExists(scratch);
      throw FullDisk.explain(e, state);
    }
    Files.move(
        scratch,
        state.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
