package dev.baton.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hands a database that another user had to the one who runs it now. It is closed to the former
 * owner first, so that what is looked at is what changes hands; the top folder goes last, so that a
 * change which was cut off is done again.
 */
final class OwnerChange {

  private static final OsUser ROOT = OsUser.of(0, 0);

  private OwnerChange() {}

  /**
   * The server in it must have been stopped.
   *
   * @throws DatabaseException when something in it has no place there, or is still held open
   */
  static void to(OsUser user, Path database) throws IOException {
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rwx------"));
    ROOT.own(database);
    refuseHolders(database.toRealPath());
    List<Path> entries = entries(database);
    for (Path entry : entries) {
      refuseStranger(entry, user);
    }
    for (Path entry : entries) {
      user.own(entry);
    }
  }

  /** Deepest first. */
  private static List<Path> entries(Path database) throws IOException {
    try (Stream<Path> paths = Files.walk(database)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A second name of a file of somebody else would give that file away. */
  private static void refuseStranger(Path entry, OsUser user) throws IOException {
    boolean plain =
        Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
            || (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                && (int) Files.getAttribute(entry, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1);
    if (!plain) {
      throw DatabaseException.refused(
          ("the database is not handed over to %s, because %s is a link, has a second name, or is"
                  + " no file; look at it, take it away, and start again")
              .formatted(user, entry));
    }
  }

  private static void refuseHolders(Path database) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (holds(process, database)) {
          throw DatabaseException.refused(
              "process %s has something in %s open; end it, and start again"
                  .formatted(process.getFileName(), database));
        }
      }
    }
  }

  private static boolean holds(Path process, Path database) throws IOException {
    if (leadsTo(process.resolve("cwd"), database) || leadsTo(process.resolve("root"), database)) {
      return true;
    }
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (leadsTo(descriptor, database)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException ended) {
      return false;
    }
  }

  private static boolean leadsTo(Path link, Path database) {
    try {
      return Files.readSymbolicLink(link).startsWith(database);
    } catch (IOException ended) {
      return false;
    }
  }
}
