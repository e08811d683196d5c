package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A folder on a disk of its own that a link in another folder leads to: the log of a database.
 * Whoever owns the link chose the place, so all is done with that account's rights (S18).
 *
 * @param link where it is
 * @param target where it leads
 * @param account whose they are
 */
public record LinkedFolder(Path link, Path target, Optional<String> account) {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What that name leads to; empty when it is no link. */
  public static Optional<LinkedFolder> of(Path link, Optional<String> account) throws IOException {
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    Path target = link.resolveSibling(Files.readSymbolicLink(link)).toAbsolutePath().normalize();
    return target.getParent() == null
        ? Optional.empty()
        : Optional.of(new LinkedFolder(link, target, account));
  }

  /**
   * Looks whether it could be set aside.
   *
   * @throws FailedException if not, with what to do about it
   */
  public void requireMovable() throws FailedException, IOException, InterruptedException {
    if (MountPoint.within(target).isPresent()) {
      throw new FailedException(
          "%s leads to %s, which is a mount point and cannot be set aside; move what is in it into a folder below and link to that"
              .formatted(link, target));
    }
    List<String> test = List.of("/usr/bin/test", "-w", beside().toString());
    if (!Programs.run(Programs.as(account, test), Deadline.in(LIMIT)).succeeded()) {
      throw new FailedException(
          "%s leads to %s, which its account cannot set aside; chown %s %s, then retry"
              .formatted(link, target, account.orElse("root"), beside()));
    }
  }

  /** Renames it by that ending, and leads the link there. */
  public void setAside(String ending) throws FailedException, IOException, InterruptedException {
    in(beside(), FolderScript.RENAME, name(target), name(target) + ending);
    lead(target + ending);
  }

  /** Makes an empty folder in the place that it had before it was set aside. */
  public void makeEmpty(String ending, String mode)
      throws FailedException, IOException, InterruptedException {
    Path place = before(ending);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      in(beside(), FolderScript.MAKE_FOLDER, name(place), mode, "");
    }
  }

  /**
   * Undoes {@link #setAside} as far as it came, and deletes what came into its place. Safe to
   * repeat.
   */
  public void bringBack(String ending, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Path place = before(ending);
    Path aside = place.resolveSibling(name(place) + ending);
    if (Files.isDirectory(aside, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        delete(place, deadline);
      }
      in(beside(), FolderScript.RENAME, name(aside), name(place));
    }
    if (!place.equals(target)) {
      lead(place.toString());
    }
  }

  /** Deletes it where it was set aside by that ending; what is gone already is success. */
  public void deleteAside(String ending, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (isAside(ending)) {
      delete(target, deadline);
    }
  }

  /** Bytes of what was set aside by that ending. */
  public long bytesAside(String ending) throws IOException {
    return isAside(ending) ? FolderSize.of(target) : 0;
  }

  private boolean isAside(String ending) {
    return !before(ending).equals(target) && Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where it was before it was set aside by that ending. */
  public Path before(String ending) {
    String name = name(target);
    return name.endsWith(ending)
        ? target.resolveSibling(name.substring(0, name.length() - ending.length()))
        : target;
  }

  private void delete(Path folder, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    run(folder.toRealPath(), FolderScript.CLEAR, deadline, ".");
    in(beside(), FolderScript.REMOVE_FOLDER, name(folder));
  }

  private void lead(String place) throws FailedException, IOException, InterruptedException {
    Path folder = Path.of(String.valueOf(link.toAbsolutePath().getParent()));
    in(folder.toRealPath(), FolderScript.LINK, name(link), place);
  }

  private void in(Path folder, FolderScript script, String name, String... arguments)
      throws FailedException, IOException, InterruptedException {
    run(folder, script, Deadline.in(LIMIT), name, arguments);
  }

  private void run(
      Path folder, FolderScript script, Deadline deadline, String name, String... arguments)
      throws FailedException, IOException, InterruptedException {
    List<String> words = Programs.as(account, script.words(folder, name, arguments));
    String said = FolderScript.succeeded(Programs.run(words, deadline));
    if (!said.isEmpty()) {
      System.err.println(said);
    }
  }

  private Path beside() throws IOException {
    return Path.of(String.valueOf(target.getParent())).toRealPath();
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
