package dev.baton.agent.guard;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.os.DurableFiles;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.Json;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last role this host was told; written to disk before it is acknowledged.
 *
 * @param scope the pair
 * @param version of the pair's record the role follows from
 * @param bootId the boot of this host in which it was last confirmed
 */
record KnownRole(String scope, HostRole role, long term, long version, String bootId) {

  private static final String FILE = "role.json";

  /**
   * Empty when this host was never told a role: it belongs to no pair yet.
   *
   * @throws IOException also when the file is damaged, which must not look like a first boot
   */
  static Optional<KnownRole> read(Path state) throws IOException {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(state.resolve(FILE)));
      if (map.get("scope") instanceof String scope
          && map.get("role") instanceof String role
          && map.get("term") instanceof Long term
          && map.get("version") instanceof Long version
          && map.get("bootId") instanceof String bootId) {
        return Optional.of(
            new KnownRole(scope, HostRole.named(role).orElseThrow(), term, version, bootId));
      }
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (RuntimeException damaged) {
      // said below, as for a document that lacks a field
    }
    throw new IOException(
        state.resolve(FILE) + " is damaged; the role of this host is unknown until it is removed");
  }

  void write(Path state) throws IOException {
    Map<String, Object> map = new TreeMap<>();
    map.put("scope", scope);
    map.put("role", role.wireName());
    map.put("term", term);
    map.put("version", version);
    map.put("bootId", bootId);
    DurableFiles.replace(state.resolve(FILE), Json.write(map));
  }

  /** Of the same pair. */
  void requireNewerThan(KnownRole known) throws RefusedException {
    if (term < known.term()) {
      throw new RefusedException(
          RefusalCode.STALE_TERM,
          "term %d of '%s' is over; this host is %s".formatted(term, scope, known.words()),
          Map.of("term", Long.toString(known.term())));
    }
    if (version < known.version()) {
      throw new RefusedException(
          RefusalCode.STALE_SEQUENCE,
          "version %d of '%s' was overtaken by version %d"
              .formatted(version, scope, known.version()),
          Map.of("version", Long.toString(known.version())));
    }
  }

  static void delete(Path state) throws IOException {
    DurableFiles.delete(state.resolve(FILE));
  }

  /** For a sentence: {@code primary of ci in term 3}. */
  String words() {
    return switch (role) {
      case PRIMARY, STANDBY -> "%s of %s in term %d".formatted(role.wireName(), scope, term);
      case OUT, RETIRED -> "out of the service of %s in term %d".formatted(scope, term);
    };
  }
}
