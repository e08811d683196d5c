package dev.baton.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/**
 * Who the database server runs as. PostgreSQL refuses to run as root, so root gives it to an
 * unprivileged user; anyone else runs it as themselves.
 *
 * @param other the user to change to; empty when the server runs as ourselves
 */
record OsUser(Optional<String> other) {

  private static final String UNPRIVILEGED = "nobody";

  static OsUser present() {
    return new OsUser(isRoot() ? Optional.of(UNPRIVILEGED) : Optional.empty());
  }

  static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** What to put before a command so that this user runs it. */
  List<String> prefix() {
    return other.map(user -> List.of("runuser", "-u", user, "--")).orElse(List.of());
  }

  /** Hands the file or empty folder over to this user. */
  void own(Path path) throws IOException {
    if (other.isPresent()) {
      Files.setOwner(
          path,
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(other.get()));
    }
  }

  /** The first folder on the way to {@code path} that this user cannot pass; empty when none. */
  Optional<Path> barrier(Path path) throws IOException {
    if (other.isEmpty()) {
      return Optional.empty();
    }
    for (Path folder = path.toRealPath(); folder != null; folder = folder.getParent()) {
      if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
