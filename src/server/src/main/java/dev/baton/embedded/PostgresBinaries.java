package dev.baton.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from an archive on the class path. */
final class PostgresBinaries {

  /** Of the programs in the archive. */
  static final String VERSION = "18.4";

  private static final Map<String, String> ARCHIVES =
      Map.of(
          "amd64", "postgres-linux-x86_64.txz",
          "x86_64", "postgres-linux-x86_64.txz",
          "aarch64", "postgres-linux-arm_64.txz");

  private PostgresBinaries() {}

  /** Unpacks into {@code target} unless it is there. Half a folder never gets that name. */
  static void unpack(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      return;
    }
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    delete(fresh);
    Files.createDirectories(fresh);
    open(fresh);
    try (InputStream archive = archive();
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(fresh, entry, tar);
      }
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static InputStream archive() {
    String architecture = System.getProperty("os.arch", "");
    String name = ARCHIVES.get(architecture);
    InputStream archive =
        name == null ? null : PostgresBinaries.class.getClassLoader().getResourceAsStream(name);
    if (archive == null) {
      throw DatabaseException.refused(
          ("there is no embedded PostgreSQL for %s on %s; set BATON_DATABASE_URL to a database of"
                  + " your own")
              .formatted(System.getProperty("os.name", ""), architecture));
    }
    return archive;
  }

  private static void unpack(Path root, TarArchiveEntry entry, InputStream content)
      throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("archive entry outside of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      open(path);
      return;
    }
    createParents(root, path);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    boolean program = (entry.getMode() & 0111) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.force(false);
    }
  }

  private static void createParents(Path root, Path path) throws IOException {
    Path folder = path.getParent();
    if (folder != null && !folder.equals(root) && !Files.isDirectory(folder)) {
      createParents(root, folder);
      Files.createDirectory(folder);
      open(folder);
    }
  }

  /** Whatever the umask says: the server may run as another user. */
  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Removes what an interrupted first start left. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
