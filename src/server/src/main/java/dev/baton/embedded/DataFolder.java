package dev.baton.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where everything of one installation lies. Used by one running program at a time.
 *
 * @param path absolute
 */
public record DataFolder(Path path) {

  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  /** As the group of the database's user may pass. */
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx--x---");

  /** As earlier versions made it. */
  private static final Set<PosixFilePermission> PASSABLE =
      PosixFilePermissions.fromString("rwx--x--x");

  /** A lock ends with its channel, so it is held here while the program runs. */
  private static final Set<FileLock> HELD = ConcurrentHashMap.newKeySet();

  public DataFolder {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * The configured folder, else {@code $XDG_DATA_HOME/baton}, else {@code ~/.local/share/baton};
   * root, whose home the database's user cannot enter, has {@code /var/lib/baton} instead.
   */
  public static DataFolder of(Optional<String> configured) {
    return configured
        .or(() -> Optional.ofNullable(System.getenv("XDG_DATA_HOME")).map(home -> home + "/baton"))
        .map(Path::of)
        .map(DataFolder::new)
        .orElseGet(() -> new DataFolder(byDefault()));
  }

  private static Path byDefault() {
    return OsUser.isRoot()
        ? Path.of("/var/lib/baton")
        : Path.of(System.getProperty("user.home"), ".local", "share", "baton");
  }

  Path binaries() {
    return path.resolve("postgresql-" + PostgresBinaries.VERSION);
  }

  Path database() {
    return path.resolve("database");
  }

  Path secrets() {
    return path.resolve("database.secrets");
  }

  /** The uid that the database has for itself, on record. */
  Path user() {
    return path.resolve("database.user");
  }

  /** Who may connect to the database. */
  Path access() {
    return path.resolve("database.hba");
  }

  /** Creates the folder where it is missing, closed to all others. */
  void create() throws IOException {
    if (!Files.isDirectory(path)) {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(CLOSED));
    }
    // What root would trust in a folder of somebody else, that one could exchange.
    if (OsUser.isRoot()
        && (!OsUser.of(0, 0).owns(path)
            || Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE))) {
      throw DatabaseException.refused(
          "the data folder %s must be root's, and closed to writing by others: chown root %s && chmod o-w %s; or start Baton as its owner"
              .formatted(path, path, path));
    }
  }

  /** Lets the database's user through, and nobody else where we made the folder. */
  void admit(OsUser user) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    if (!user.ourselves() && (mode.equals(CLOSED) || mode.equals(PASSABLE) || mode.equals(OURS))) {
      Files.setAttribute(path, "unix:gid", user.gid());
      Files.setPosixFilePermissions(path, OURS);
    }
    Optional<Path> barrier = user.ourselves() ? Optional.empty() : user.barrier(path);
    if (barrier.isPresent()) {
      throw DatabaseException.refused(
          ("the database in %s has to run as %s, which may not pass %s; choose another folder with"
                  + " --data, or allow it with: chmod o+x %s")
              .formatted(path, user, barrier.get(), barrier.get()));
    }
  }

  /** Keeps the folder for this program until it ends, however it ends. */
  void lock() throws IOException {
    Path file = path.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    // Whoever may open it may lock it too.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    FileLock lock = tryLock(channel);
    if (lock == null) {
      String holder = Files.readString(file).strip();
      channel.close();
      throw DatabaseException.refused(
          ("another Baton (process %s) is using the data folder %s; stop it, or choose another"
                  + " folder with --data")
              .formatted(holder, path));
    }
    HELD.add(lock);
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }
}
