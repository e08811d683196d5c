package dev.baton.agent.binding;

import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.HostClock;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pairs this host left by order of their owner. None of them binds it again: a replica that
 * slept through the retirement still believes in its pair.
 *
 * @param since when it left, by installation and pair
 */
record RetiredPairs(Map<String, String> since) {

  private static final String FILE = "retired.json";

  RetiredPairs {
    since = Map.copyOf(since);
  }

  /**
   * None where no pair was retired.
   *
   * @throws IOException also when the file is damaged, which must not look like none
   */
  static RetiredPairs read(Path state) throws IOException {
    try {
      Map<String, String> since = new TreeMap<>();
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(state.resolve(FILE)));
      map.forEach((pair, at) -> since.put(pair, String.valueOf(at)));
      return new RetiredPairs(since);
    } catch (NoSuchFileException none) {
      return new RetiredPairs(Map.of());
    } catch (RuntimeException damaged) {
      throw new IOException(
          state.resolve(FILE) + " is damaged; restore it, or release this host with unbind");
    }
  }

  boolean has(Announcement order) {
    return since.containsKey(key(order));
  }

  /** Together with that pair; on disk when it returns. */
  RetiredPairs with(Announcement order, Path state) throws IOException {
    Map<String, String> more = new TreeMap<>(since);
    more.putIfAbsent(key(order), HostClock.now().toString());
    DurableFiles.replace(state.resolve(FILE), Json.write(new TreeMap<String, Object>(more)));
    return new RetiredPairs(more);
  }

  /** Root says that whoever comes first may have this host. */
  static void delete(Path state) throws IOException {
    DurableFiles.delete(state.resolve(FILE));
  }

  private static String key(Announcement order) {
    return order.installation() + "/" + order.scope();
  }
}
