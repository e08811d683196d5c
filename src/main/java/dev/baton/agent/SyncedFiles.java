package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files and folders of the policy: what is in them, by digest. Unchanged ones are not read
 * again.
 */
final class SyncedFiles {

  /** Belong to one host for good: the database connection of the application. */
  static final Set<String> HOST_BOUND = Set.of("db.properties");

  static final String ABSENT = "absent";

  private final Policy.FilesPart policy;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(String stamp, String digest) {}

  SyncedFiles(Policy.FilesPart policy) {
    this.policy = policy;
  }

  Policy.FilesPart policy() {
    return policy;
  }

  /** By id: the digest, or {@code absent}; with {@code scannedAt} and {@code changedAt}. */
  Map<String, String> digests() throws IOException {
    Map<String, String> facts = new TreeMap<>();
    Map<String, String> manifest = manifest();
    for (Map.Entry<String, Path> item : policy.paths().entrySet()) {
      String id = item.getKey();
      if (!Files.exists(item.getValue())) {
        facts.put(id, ABSENT);
      } else if (Files.isDirectory(item.getValue())) {
        StringBuilder lines = new StringBuilder();
        manifest.forEach((name, digest) -> {
          if (name.startsWith(id + "/")) {
            lines.append(name.substring(id.length() + 1)).append(' ').append(digest).append('\n');
          }
        });
        facts.put(id, Digests.of(lines.toString()));
      } else {
        facts.put(id, manifest.getOrDefault(id, ABSENT));
      }
    }
    facts.put("scannedAt", Instant.now().toString());
    changedAt().ifPresent(at -> facts.put("changedAt", at.toString()));
    return facts;
  }

  /**
   * Every single file there is: {@code id} of a file, {@code id/name} of one in a folder; sorted.
   */
  Map<String, String> manifest() throws IOException {
    Map<String, String> manifest = new TreeMap<>();
    for (Map.Entry<String, Path> file : files().entrySet()) {
      manifest.put(file.getKey(), digest(file.getValue()));
    }
    return manifest;
  }

  /** Where each entry of the manifest is on this host. */
  Map<String, Path> files() throws IOException {
    Map<String, Path> files = new TreeMap<>();
    for (Map.Entry<String, Path> item : policy.paths().entrySet()) {
      Path path = item.getValue();
      if (!Files.isDirectory(path)) {
        if (Files.exists(path)) {
          files.put(item.getKey(), path);
        }
        continue;
      }
      try (Stream<Path> all = Files.walk(path)) {
        all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .filter(file -> !HOST_BOUND.contains(file.getFileName().toString()))
            .filter(file -> !file.getFileName().toString().startsWith(FileReceiver.SCRATCH))
            .forEach(file -> files.put(item.getKey() + "/" + path.relativize(file), file));
      }
    }
    return files;
  }

  /**
   * Where a file of that manifest name belongs on this host.
   *
   * @throws FailedException if the policy has no such place
   */
  Path placeOf(String name) throws FailedException {
    int slash = name.indexOf('/');
    Path path = policy.paths().get(slash < 0 ? name : name.substring(0, slash));
    if (path == null) {
      throw new FailedException("the policy names no file '" + name + "'");
    }
    Path place = slash < 0 ? path : path.resolve(name.substring(slash + 1)).normalize();
    boolean inside = slash < 0 || (place.startsWith(path) && !place.equals(path));
    if (!inside || HOST_BOUND.contains(place.getFileName().toString())) {
      throw new FailedException("'" + name + "' must not be written");
    }
    return place;
  }

  private String digest(Path file) throws IOException {
    String stamp = FileStamp.of(file);
    Known before = known.get(file);
    if (before != null && before.stamp().equals(stamp)) {
      return before.digest();
    }
    String digest = Digests.of(file);
    known.put(file, new Known(stamp, digest));
    return digest;
  }

  private Optional<Instant> changedAt() throws IOException {
    Optional<Instant> newest = Optional.empty();
    for (Path file : files().values()) {
      Instant at = Files.getLastModifiedTime(file).toInstant();
      if (newest.isEmpty() || at.isAfter(newest.get())) {
        newest = Optional.of(at);
      }
    }
    return newest;
  }
}
