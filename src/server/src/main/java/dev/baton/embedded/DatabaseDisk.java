package dev.baton.embedded;

import dev.baton.protocol.DiskSpace;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Names a full disk of the control plane: the folder, what is mounted there, the next move. */
public final class DatabaseDisk {

  /** PostgreSQL cannot go on with less: a segment of its log is 16 MB. */
  private static final long LITTLE = 1 << 20;

  /** Kept by the machine's runtime, because class loaders come and go. */
  private static final String PROPERTY = "baton.database.folder";

  private DatabaseDisk() {}

  /** The embedded database lies there. */
  static void set(Path folder) {
    System.setProperty(PROPERTY, folder.toString());
  }

  /** Whether the embedded database has no room left; unknown, so false, for one elsewhere. */
  public static boolean isFull() {
    @Nullable String folder = System.getProperty(PROPERTY);
    return folder != null && hasLittle(Path.of(folder));
  }

  /** Where the database has to be given room, for a sentence. */
  public static String place() {
    @Nullable String folder = System.getProperty(PROPERTY);
    return folder == null
        ? "on the server that BATON_DATABASE_URL names; its log says which"
        : "on the disk of " + place(Path.of(folder));
  }

  /** The failure; one of a full disk with the place in its message. */
  public static IOException explain(IOException e, Path place) {
    return DiskSpace.saysFull(e.getMessage())
        ? new IOException("%s; %s".formatted(e.getMessage(), sentence(place)), e)
        : e;
  }

  /** A failure that does not say why; the disk is named if it has hardly any room. */
  static String suspect(String said, Path folder) {
    return DiskSpace.saysFull(said) || hasLittle(folder)
        ? "%s; %s".formatted(said, sentence(folder))
        : said;
  }

  private static String sentence(Path folder) {
    return "the disk of %s is full: free space there".formatted(place(folder));
  }

  private static String place(Path folder) {
    try {
      // A file that was removed again has a folder.
      FileStore store =
          Files.getFileStore(Files.exists(folder) ? folder : folder.resolveSibling("."));
      return "%s (mounted at %s, %d bytes are free)"
          .formatted(folder, store, store.getUsableSpace());
    } catch (IOException gone) {
      return folder.toString();
    }
  }

  private static boolean hasLittle(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() < LITTLE;
    } catch (IOException gone) {
      return false;
    }
  }
}
