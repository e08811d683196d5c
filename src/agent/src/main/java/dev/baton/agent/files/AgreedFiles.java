package dev.baton.agent.files;

import dev.baton.agent.os.DurableFiles;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was the same on both sites when a transfer between them last ended, kept by sender and
 * receiver alike: a file of another digest was changed on this host since, whatever the clocks say.
 */
final class AgreedFiles {

  private static final String FILE = "synced-files.json";

  private final Path file;
  private volatile Agreement agreement;

  /**
   * As in the file.
   *
   * @param digests by manifest name; empty: there was no transfer yet
   * @param kept what was overwritten by transfers of which none has ended well since
   */
  private record Agreement(Optional<Map<String, String>> digests, List<String> kept) {}

  AgreedFiles(Path folder) {
    file = folder.resolve(FILE);
    agreement = read(file);
  }

  /** Whether there was a transfer at all. */
  boolean ever() {
    return agreement.digests().isPresent();
  }

  /** Of that file, when both had it. */
  Optional<String> digest(String name) {
    return agreement.digests().flatMap(all -> Optional.ofNullable(all.get(name)));
  }

  /** Names in that manifest whose content is another one than both had. */
  Set<String> changed(Map<String, String> manifest) {
    Map<String, String> before = agreement.digests().orElse(Map.of());
    Set<String> changed = new TreeSet<>(manifest.keySet());
    changed.removeIf(name -> Objects.equals(manifest.get(name), before.get(name)));
    return changed;
  }

  /** Remembers what is kept of files that are overwritten now, until a transfer ends well. */
  void note(List<String> kept) throws IOException {
    if (!kept.isEmpty()) {
      List<String> all = new ArrayList<>(agreement.kept());
      all.addAll(kept);
      write(new Agreement(agreement.digests(), all));
    }
  }

  /** Both have these now, as the sender knows. */
  void agree(Map<String, String> manifest) throws IOException {
    agree(manifest, agreement.kept());
  }

  /**
   * Both have these now, as the receiver knows.
   *
   * @return what was noted since the last time, to be reported
   */
  List<String> settle(Map<String, String> manifest) throws IOException {
    List<String> kept = agreement.kept();
    agree(manifest, List.of());
    return kept;
  }

  private void agree(Map<String, String> manifest, List<String> kept) throws IOException {
    Agreement now = new Agreement(Optional.of(new TreeMap<>(manifest)), kept);
    if (!now.equals(agreement)) {
      write(now);
    }
  }

  private void write(Agreement now) throws IOException {
    Map<String, Object> map = new TreeMap<>();
    now.digests().ifPresent(digests -> map.put("agreed", digests));
    map.put("kept", now.kept());
    DurableFiles.replace(file, Json.write(map));
    agreement = now;
  }

  /** One that cannot be read is none: then times decide, as before the first transfer. */
  private static Agreement read(Path file) {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(file));
      Optional<Map<String, String>> digests = Optional.empty();
      if (map.containsKey("agreed")) {
        Map<String, String> all = new TreeMap<>();
        Json.object(map.get("agreed"), "agreed")
            .forEach((name, digest) -> all.put(name, String.valueOf(digest)));
        digests = Optional.of(all);
      }
      List<String> kept =
          map.get("kept") instanceof List<?> list
              ? list.stream().map(String::valueOf).toList()
              : List.of();
      return new Agreement(digests, kept);
    } catch (NoSuchFileException never) {
      return new Agreement(Optional.empty(), List.of());
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(file + " cannot be read and counts as not there: " + e.getMessage());
      return new Agreement(Optional.empty(), List.of());
    }
  }
}
