package dev.baton.agent;

import dev.baton.action.Json;
import dev.baton.action.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When the role on disk was last confirmed, as the agent tells the guard, which is a process of its
 * own. Worth nothing in another boot, so it needs no more than to be whole.
 *
 * @param at uptime of the machine in milliseconds; negative before the first confirmation
 * @param ordered until which uptime an order to start the part is being carried out: the guard must
 *     not hold up what the control plane has just told the agent to start
 */
record Confirmation(String bootId, long at, Map<Resource, Long> ordered) {

  private static final String FILE = "confirmed.json";

  Confirmation {
    ordered = Map.copyOf(ordered);
  }

  static Confirmation none(String bootId) {
    return new Confirmation(bootId, -1, Map.of());
  }

  /** The newest; {@link #none} when there is none of this boot. */
  static Confirmation read(Path state, String bootId) {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(state.resolve(FILE)));
      if (bootId.equals(map.get("bootId")) && map.get("at") instanceof Long at) {
        Map<Resource, Long> ordered = new EnumMap<>(Resource.class);
        Json.object(map.get("ordered"), "ordered")
            .forEach((part, until) ->
                ordered.put(Resource.valueOf(part), Long.parseLong(String.valueOf(until))));
        return new Confirmation(bootId, at, ordered);
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
    Files.writeString(scratch, Json.write(map));
    Files.move(
        scratch,
        state.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
