package dev.baton.agent.files;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.HostClock;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.Digests;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Digests of the files and folders in the policy. Unchanged files are not read again. */
public final class SyncedFiles {

  static final String ABSENT = "absent";

  private final Policy.FilesPart policy;
  private final FileScan scan;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(String stamp, String digest) {}

  public SyncedFiles(Policy.FilesPart policy) {
    this.policy = policy;
    this.scan = new FileScan(policy);
  }

  /**
   * Looks at each place of the policy, without reading any.
   *
   * @throws dev.baton.agent.os.ForeignPathException if somebody put a link in the way
   */
  public void requireOwnPlaces() throws FailedException, IOException {
    scan.requireOwnPlaces();
  }

  /** Removes what transfers that were cut off left; none may be under way. */
  public void removeLeftovers() throws FailedException, IOException, InterruptedException {
    for (Path path : policy.paths().values()) {
      Path parent = path.toAbsolutePath().getParent();
      if (Files.isDirectory(path)) {
        ServiceFolder.of(path, policy.user()).sweep(FileReceiver.SCRATCH, true);
      } else if (parent != null && Files.isDirectory(parent)) {
        ServiceFolder.of(parent, policy.user()).sweep(FileReceiver.SCRATCH, false);
      }
    }
  }

  Policy.FilesPart policy() {
    return policy;
  }

  /** By id: the digest, or {@code absent}; with {@code scannedAt} and {@code changedAt}. */
  public Map<String, String> digests() throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    Map<String, FileScan.ScannedFile> entries = files();
    Map<String, String> manifest = manifest(entries);
    for (Map.Entry<String, Path> item : policy.paths().entrySet()) {
      String id = item.getKey();
      if (!FileScan.exists(item.getValue())) {
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
    facts.put(EvidenceKey.SCANNED_AT.wireName(), HostClock.now().toString());
    changedAt(entries.values())
        .ifPresent(at -> facts.put(EvidenceKey.CHANGED_AT.wireName(), at.toString()));
    return facts;
  }

  /**
   * Every single file there is: {@code id} of a file, {@code id/name} of one in a folder; sorted.
   */
  Map<String, String> manifest() throws FailedException, IOException, InterruptedException {
    return manifest(files());
  }

  private Map<String, String> manifest(Map<String, FileScan.ScannedFile> entries)
      throws FailedException, IOException, InterruptedException {
    List<FileScan.ScannedFile> unknown =
        entries.values().stream().filter(entry -> !isKnown(entry)).toList();
    Map<Path, String> digests = FileScan.digests(unknown);
    for (FileScan.ScannedFile entry : unknown) {
      String digest = digests.get(entry.path());
      if (digest == null) {
        throw new FailedException(entry.path() + " could not be read");
      }
      known.put(entry.path(), new Known(entry.stamp(), digest));
    }
    Map<String, String> manifest = new TreeMap<>();
    entries.forEach((name, entry) -> {
      Known file = known.get(entry.path());
      if (file != null) {
        manifest.put(name, file.digest());
      }
    });
    return manifest;
  }

  private boolean isKnown(FileScan.ScannedFile entry) {
    Known before = known.get(entry.path());
    return before != null && before.stamp().equals(entry.stamp());
  }

  /** Each entry of the manifest on this host. */
  Map<String, FileScan.ScannedFile> files()
      throws FailedException, IOException, InterruptedException {
    return scan.entries();
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
    if (!inside || Policy.HOST_BOUND.contains(place.getFileName().toString())) {
      throw new FailedException("'" + name + "' must not be written");
    }
    return place;
  }

  private static Optional<Instant> changedAt(Collection<FileScan.ScannedFile> entries) {
    return entries.stream().map(FileScan.ScannedFile::changedAt).max(Comparator.naturalOrder());
  }
}
