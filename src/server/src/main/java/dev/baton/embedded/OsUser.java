package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who the database server runs as. PostgreSQL refuses to run as root, so root gives it to another;
 * anyone else runs it as themselves.
 *
 * @param ourselves whether no change of user is needed; {@code uid} and {@code gid} mean nothing
 *     then
 */
record OsUser(boolean ourselves, int uid, int gid) {

  static OsUser us() {
    return new OsUser(true, -1, -1);
  }

  static OsUser of(int uid, int gid) {
    return new OsUser(false, uid, gid);
  }

  /** The one an entry of the file system belongs to. */
  static OsUser ownerOf(Path path) throws IOException {
    return of(attribute(path, "uid"), attribute(path, "gid"));
  }

  static boolean isRoot() {
    try {
      return attribute(Path.of("/proc/self/status"), "uid") == 0;
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** What to put before a command so that this user runs it, without a way back. */
  List<String> prefix() {
    return ourselves
        ? List.of()
        : List.of(
            "setpriv",
            "--reuid=" + uid,
            "--regid=" + gid,
            "--clear-groups",
            "--inh-caps=-all",
            "--no-new-privs",
            "--");
  }

  /** Hands the file or folder over to this user; a link is handed over itself, not its target. */
  void own(Path path) throws IOException {
    if (!ourselves) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Whether the entry itself is this user's, whatever it points to. */
  boolean owns(Path path) throws IOException {
    return ourselves || attribute(path, "uid") == uid;
  }

  /** The first folder on the way to {@code path} that this user cannot pass; empty when none. */
  Optional<Path> barrier(Path path) throws IOException {
    for (Path folder = path.toRealPath(); folder != null; folder = folder.getParent()) {
      if (!passes(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private boolean passes(Path folder) throws IOException {
    int mode = attribute(folder, "mode");
    if (ourselves || attribute(folder, "uid") == uid) {
      return ourselves || (mode & 0100) != 0;
    }
    return (mode & (attribute(folder, "gid") == gid ? 0010 : 0001)) != 0;
  }

  private static int attribute(Path path, String name) throws IOException {
    return (int) Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  /** For a sentence. */
  @Override
  public String toString() {
    return ourselves ? "the user of this program" : "uid " + uid;
  }
}
