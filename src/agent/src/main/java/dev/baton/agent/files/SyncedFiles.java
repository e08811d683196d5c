package dev.baton.agent.files;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.HostClock;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.Digests;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Digests of the files and folders in the policy. Unchanged files are not read again. */
public final class SyncedFiles {

  private final Policy.FilesPart policy;
  private final FileScan scan;
  private final AgreedFiles agreed;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(String stamp, String digest) {}

  /**
   * The files of that policy.
   *
   * @param state the agent's own folder
   */
  public SyncedFiles(Policy.FilesPart policy, Path state) {
    this.policy = policy;
    this.agreed = new AgreedFiles(state);
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
        ServiceFolder.of(path, policy.user()).sweep(VerifiedWriter.SCRATCH, true);
      } else if (parent != null && Files.isDirectory(parent)) {
        ServiceFolder.of(parent, policy.user()).sweep(VerifiedWriter.SCRATCH, false);
      }
      Path kept = OverwrittenFiles.beside(path.toAbsolutePath());
      if (Files.isDirectory(kept)) {
        ServiceFolder.of(kept, policy.user()).sweep(VerifiedWriter.SCRATCH, true);
      }
    }
  }

  Policy.FilesPart policy() {
    return policy;
  }

  AgreedFiles agreed() {
    return agreed;
  }

  /** Ids of folders of the policy that have no file: perhaps they are the wrong ones. */
  public static List<String> emptyFolders(Policy.FilesPart policy)
      throws FailedException, IOException, InterruptedException {
    Set<String> names = new FileScan(policy).entries().keySet();
    return policy.paths().entrySet().stream()
        .filter(item -> Files.isDirectory(item.getValue()))
        .map(Map.Entry::getKey)
        .filter(id -> names.stream().noneMatch(name -> name.startsWith(id + "/")))
        .toList();
  }

  /** By id: the digest, or {@code absent}; with the facts about all of them. */
  public Map<String, String> digests() throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    Map<String, ScannedFile> entries = files();
    Map<String, String> manifest = manifest(entries);
    for (Map.Entry<String, Path> item : policy.paths().entrySet()) {
      String id = item.getKey();
      if (!FileScan.exists(item.getValue())) {
        facts.put(id, FileFacts.ABSENT);
      } else if (Files.isDirectory(item.getValue())) {
        StringBuilder lines = new StringBuilder();
        manifest.forEach((name, digest) -> {
          if (name.startsWith(id + "/")) {
            lines.append(name.substring(id.length() + 1)).append(' ').append(digest).append('\n');
          }
        });
        facts.put(id, Digests.of(lines.toString()));
      } else {
        facts.put(id, manifest.getOrDefault(id, FileFacts.ABSENT));
      }
    }
    facts.put(EvidenceKey.SCANNED_AT.wireName(), HostClock.now().toString());
    changedAt(entries.values())
        .ifPresent(at -> facts.put(EvidenceKey.CHANGED_AT.wireName(), at.toString()));
    changedHere(entries, manifest, facts);
    return facts;
  }

  private void changedHere(
      Map<String, ScannedFile> entries, Map<String, String> manifest, Map<String, String> facts) {
    Set<String> changed = agreed.changed(manifest);
    facts.put(EvidenceKey.AGREED.wireName(), Boolean.toString(agreed.ever() && changed.isEmpty()));
    if (agreed.ever() && !changed.isEmpty()) {
      TreeSet<String> ids = new TreeSet<>();
      changed.forEach(name -> ids.add(name.split("/", 2)[0]));
      facts.put(EvidenceKey.CHANGED_HERE.wireName(), String.join(",", ids));
      Map<String, ScannedFile> those = new HashMap<>(entries);
      those.keySet().retainAll(changed);
      changedAt(those.values())
          .ifPresent(at -> facts.put(EvidenceKey.CHANGED_HERE_AT.wireName(), at.toString()));
    }
  }

  /**
   * Every single file there is: {@code id} of a file, {@code id/name} of one in a folder; sorted.
   */
  Map<String, String> manifest() throws FailedException, IOException, InterruptedException {
    return manifest(files());
  }

  Map<String, String> manifest(Map<String, ScannedFile> entries)
      throws FailedException, IOException, InterruptedException {
    List<ScannedFile> unknown = entries.values().stream().filter(entry -> !isKnown(entry)).toList();
    Map<Path, String> digests = FileScan.digests(unknown);
    for (ScannedFile entry : unknown) {
      String digest = digests.get(entry.path());
      if (digest != null) {
        known.put(entry.path(), new Known(entry.stamp(), digest));
      } else if (FileScan.exists(entry.path())) {
        throw new FailedException(entry.path() + " could not be read");
      } else {
        known.remove(entry.path());
      }
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

  private boolean isKnown(ScannedFile entry) {
    Known before = known.get(entry.path());
    return before != null && before.stamp().equals(entry.stamp());
  }

  /** Each entry of the manifest on this host. */
  Map<String, ScannedFile> files() throws FailedException, IOException, InterruptedException {
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

  private static Optional<Instant> changedAt(Collection<ScannedFile> entries) {
    return entries.stream().map(ScannedFile::changedAt).max(Comparator.naturalOrder());
  }
}
