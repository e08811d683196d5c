package dev.baton.agent.files;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.ForeignPathException;
import dev.baton.agent.os.MountPoint;
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
  private static final String FIELDS =
      "%%H\\0%%P\\0%s\\0%%s %%T@ %%C@ %%i\\0%%s\\0%%T@\\0%%n\\0%%u\\0";
  private static final int FIELD_COUNT = 8;
  private static final String KIND = "%y";
  private static final String PLAIN = "f";
  private static final String LINK = "l";
  private static final String UNREADABLE = "-";

  private final Policy.FilesPart policy;

  /** Where an item of the policy is, without links above it. */
  private record Place(String id, Path path) {}

  FileScan(Policy.FilesPart policy) {
    this.policy = policy;
  }

  /**
   * By manifest name. Sockets and pipes are left out: they live no longer than a process.
   *
   * @throws ForeignPathException if an item itself is a link that an account could have made, or
   *     anything in it is a link, a hard link, no ordinary file or somebody else's
   * @throws FailedException if a file cannot be read, or something is mounted inside an item
   */
  Map<String, ScannedFile> entries() throws FailedException, IOException, InterruptedException {
    requireNoMounts();
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
    requireNoMounts();
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

  /**
   * While a disk is not mounted its files count as removed, and a file on which another one is
   * mounted cannot be replaced.
   */
  private void requireNoMounts() throws FailedException, IOException {
    for (Path path : policy.paths().values()) {
      Optional<Path> mount =
          Files.isDirectory(path)
              ? MountPoint.below(path)
              : Files.exists(path) ? MountPoint.within(path) : Optional.empty();
      if (mount.isPresent()) {
        throw new FailedException(
            "%s is a mount point, and what is mounted inside an item is not kept equal; name the files and folders beside it instead"
                .formatted(mount.get()));
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
    words.addAll(List.of("-ignore_readdir_race"));
    words.addAll(List.of("-type", "d", "-name", "*" + OverwrittenFiles.ENDING, "-prune"));
    words.addAll(List.of("-o", "!", "-type", "d", "!", "-type", "s", "!", "-type", "p"));
    Policy.HOST_BOUND.forEach(name -> words.addAll(List.of("!", "-name", name)));
    words.addAll(List.of("!", "-name", VerifiedWriter.SCRATCH + "*"));
    words.addAll(List.of("(", "-type", PLAIN, "!", "-readable"));
    words.addAll(List.of("-printf", FIELDS.formatted(UNREADABLE)));
    words.addAll(List.of("-o", "-printf", FIELDS.formatted(KIND), ")"));
    entries.putAll(parsed(run(Programs.as(account, words), ""), account, ids));
  }

  /**
   * What find printed, by manifest name.
   *
   * @param ids of the items, by the places that find was given
   */
  static Map<String, ScannedFile> parsed(
      String found, Optional<String> account, Map<String, String> ids) throws FailedException {
    Map<String, ScannedFile> entries = new TreeMap<>();
    List<String> all = Arrays.asList(found.split("\0", -1));
    for (int end = FIELD_COUNT; end < all.size(); end += FIELD_COUNT) {
      List<String> fields = all.subList(end - FIELD_COUNT, end);
      String root = fields.get(0);
      String name = fields.get(1);
      Path path = name.isEmpty() ? Path.of(root) : Path.of(root, name);
      // find looks whether it can be read after it has listed the folder.
      if (fields.get(2).equals(UNREADABLE) && Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      requirePlain(path, account, fields.get(2));
      long size = Long.parseLong(fields.get(4));
      ScannedFile entry = new ScannedFile(path, account, fields.get(3), size, time(fields.get(5)));
      requireOwn(entry, fields.get(6), fields.get(7));
      String id = ids.getOrDefault(root, "");
      entries.put(name.isEmpty() ? id : id + "/" + name, entry);
    }
    return entries;
  }

  private static void requirePlain(Path path, Optional<String> account, String kind)
      throws FailedException {
    switch (kind) {
      case PLAIN -> {}
      case LINK ->
          throw new ForeignPathException(
              "%s is a link, and links are not copied; put what it leads to in its place"
                  .formatted(path));
      case UNREADABLE ->
          throw new FailedException(
              "%s cannot be read by %s; give it to that account, or open it with chmod"
                  .formatted(path, account.orElse("the agent")));
      default -> throw new ForeignPathException(path + " is no ordinary file");
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

  /** SHA-256 by path; one that cannot be read fails all. What went away meanwhile has none. */
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
      String sums;
      try {
        sums = run(Programs.as(group.getKey(), words), group.getValue().toString());
      } catch (FailedException e) {
        List<ScannedFile> left = entries.stream().filter(file -> exists(file.path())).toList();
        if (left.size() == entries.size()) {
          throw e;
        }
        return digests(left);
      }
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
