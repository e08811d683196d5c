package dev.baton.agent.files;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.ForeignPathException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lists and digests the files of the policy with the rights of the account whose folders they lie
 * in, so that nothing is read through a link that the account could not read itself.
 */
final class FileScan {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST = 64 * 1024 * 1024;
  private static final String FIELDS = "%H\\0%P\\0%s %T@ %C@ %i\\0%s\\0%T@\\0%n\\0%u\\0";
  private static final int FIELD_COUNT = 7;

  private final Policy.FilesPart policy;

  /** Where an item of the policy is, without links above it. */
  private record Place(String id, Path path) {}

  FileScan(Policy.FilesPart policy) {
    this.policy = policy;
  }

  /**
   * By manifest name. Links inside a folder are left out.
   *
   * @throws ForeignPathException if an item itself is a link that an account could have made, or
   *     one of its files is a hard link or somebody else's
   */
  Map<String, ScannedFile> entries() throws FailedException, IOException, InterruptedException {
    Map<Optional<String>, List<Place>> places = new HashMap<>();
    for (Map.Entry<String, Path> item : policy.paths().entrySet()) {
      Path path = item.getValue();
      if (Files.isDirectory(path)) {
        ServiceFolder folder = ServiceFolder.of(path, policy.user());
        add(places, folder.account(), new Place(item.getKey(), folder.path()));
      } else if (path.getParent() != null && Files.isDirectory(path.getParent())) {
        ServiceFolder folder = ServiceFolder.holding(path, policy.user());
        String name = String.valueOf(path.getFileName());
        if (folder.requirePlain(name)) {
          add(places, folder.account(), new Place(item.getKey(), folder.path().resolve(name)));
        }
      }
    }
    Map<String, ScannedFile> entries = new TreeMap<>();
    for (Map.Entry<Optional<String>, List<Place>> group : places.entrySet()) {
      find(group.getKey(), group.getValue(), entries);
    }
    return entries;
  }

  void requireOwnPlaces() throws FailedException, IOException {
    for (Path path : policy.paths().values()) {
      if (Files.isDirectory(path)) {
        ServiceFolder unused = ServiceFolder.of(path, policy.user());
      } else if (path.getParent() != null && Files.isDirectory(path.getParent())) {
        boolean unused =
            ServiceFolder.holding(path, policy.user())
                .requirePlain(String.valueOf(path.getFileName()));
      }
    }
  }

  private static void add(
      Map<Optional<String>, List<Place>> places, Optional<String> account, Place place) {
    places.computeIfAbsent(account, any -> new ArrayList<>()).add(place);
  }

  private static void find(
      Optional<String> account, List<Place> places, Map<String, ScannedFile> entries)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> ids = new HashMap<>();
    List<String> words = new ArrayList<>(List.of("/usr/bin/find", "-P"));
    for (Place place : places) {
      ids.put(place.path().toString(), place.id());
      words.add(place.path().toString());
    }
    words.addAll(List.of("-type", "d", "-name", "*" + OverwrittenFiles.ENDING, "-prune"));
    words.addAll(List.of("-o", "-type", "f"));
    Policy.HOST_BOUND.forEach(name -> words.addAll(List.of("!", "-name", name)));
    words.addAll(List.of("!", "-name", VerifiedWriter.SCRATCH + "*", "-printf", FIELDS));
    String found = run(Programs.as(account, words), "");
    Iterator<String> fields = Arrays.asList(found.split("\0", -1)).iterator();
    for (long left = found.chars().filter(c -> c == 0).count() / FIELD_COUNT; left > 0; left--) {
      String root = fields.next();
      String name = fields.next();
      String id = ids.getOrDefault(root, "");
      Path path = name.isEmpty() ? Path.of(root) : Path.of(root, name);
      ScannedFile entry =
          new ScannedFile(
              path, account, fields.next(), Long.parseLong(fields.next()), time(fields.next()));
      requireOwn(entry, fields.next(), fields.next());
      entries.put(name.isEmpty() ? id : id + "/" + name, entry);
    }
  }

  private static void requireOwn(ScannedFile entry, String links, String owner)
      throws ForeignPathException {
    if (!links.equals("1")) {
      throw new ForeignPathException(entry.path() + " is a hard link: it has other names");
    }
    if (entry.account().isPresent()
        && !owner.equals("root")
        && !owner.equals(entry.account().get())) {
      throw new ForeignPathException(
          "%s belongs to %s, not to %s".formatted(entry.path(), owner, entry.account().get()));
    }
  }

  /** As find prints it: seconds since 1970 with a fraction. */
  private static Instant time(String seconds) {
    int dot = seconds.indexOf('.');
    String whole = dot < 0 ? seconds : seconds.substring(0, dot);
    String fraction = dot < 0 ? "" : seconds.substring(dot + 1);
    String nanos = (fraction + "000000000").substring(0, 9);
    return Instant.ofEpochSecond(Long.parseLong(whole), Long.parseLong(nanos));
  }

  /** SHA-256 by path; one that cannot be read fails all. */
  static Map<Path, String> digests(Collection<ScannedFile> entries)
      throws FailedException, IOException, InterruptedException {
    Map<Optional<String>, StringBuilder> names = new HashMap<>();
    for (ScannedFile entry : entries) {
      names
          .computeIfAbsent(entry.account(), any -> new StringBuilder())
          .append(entry.path())
          .append('\0');
    }
    Map<Path, String> digests = new HashMap<>();
    for (Map.Entry<Optional<String>, StringBuilder> group : names.entrySet()) {
      List<String> words = List.of("/usr/bin/xargs", "-0", "/usr/bin/sha256sum", "-z", "--");
      String sums = run(Programs.as(group.getKey(), words), group.getValue().toString());
      for (String line : sums.split("\0", -1)) {
        if (line.length() > 66) {
          digests.put(Path.of(line.substring(66)), line.substring(0, 64));
        }
      }
    }
    return digests;
  }

  private static String run(List<String> words, String input)
      throws FailedException, IOException, InterruptedException {
    return FolderScript.succeeded(
        Programs.run(words, input, StandardCharsets.UTF_8, MOST, Deadline.in(LIMIT)));
  }

  /** Whether an item of the policy is there at all. */
  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
