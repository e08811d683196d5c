package dev.baton.agent.binding;

import dev.baton.agent.os.DurableFiles;
import dev.baton.protocol.InstallationId;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one installation and pair that this host takes orders from; on disk before the first one. */
public record Binding(InstallationId installation, String pair, Instant since) {

  private static final String FILE = "binding.json";

  /**
   * Empty when this host is bound to nobody.
   *
   * @throws IOException also when the file is damaged, which must not look like no binding
   */
  public static Optional<Binding> read(Path state) throws IOException {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(state.resolve(FILE)));
      return Optional.of(
          new Binding(
              new InstallationId(String.valueOf(map.get("installation"))),
              String.valueOf(map.get("pair")),
              Instant.parse(String.valueOf(map.get("since")))));
    } catch (NoSuchFileException nobody) {
      return Optional.empty();
    } catch (RuntimeException damaged) {
      throw new IOException(
          state.resolve(FILE) + " is damaged; restore it, or release this host with unbind");
    }
  }

  static boolean exists(Path state) {
    return Files.exists(state.resolve(FILE));
  }

  void write(Path state) throws IOException {
    Map<String, Object> map = new TreeMap<>();
    map.put("installation", installation.value());
    map.put("pair", pair);
    map.put("since", since.toString());
    DurableFiles.replace(state.resolve(FILE), Json.write(map));
  }

  /** Also of a file that is damaged. */
  static void delete(Path state) throws IOException {
    DurableFiles.delete(state.resolve(FILE));
  }

  boolean covers(InstallationId other, String scope) {
    return installation.equals(other) && pair.equals(scope);
  }

  /** For a sentence: {@code pair 'ci' of installation 1b0e…}. */
  public String words() {
    return "pair '%s' of installation %s".formatted(pair, installation);
  }
}
