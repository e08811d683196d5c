package dev.baton.bench.log;

import dev.baton.embedded.DataFolder;
import dev.baton.embedded.DatabaseAccess;
import dev.baton.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A database in a new folder, which is removed with everything in it when the program ends. */
final class TemporaryDatabase {

  private TemporaryDatabase() {}

  /**
   * Makes and opens it.
   *
   * @throws FileAlreadyExistsException when there is such a folder: it would be removed
   */
  static synchronized DatabaseAccess in(Path folder) throws FileAlreadyExistsException {
    if (Files.exists(folder)) {
      throw new FileAlreadyExistsException(folder + " is there already, and would be removed");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove-database"));
    return EmbeddedDatabase.open(new DataFolder(folder));
  }

  /** Waits for a start that is under way: what it makes could not be removed. */
  private static synchronized void remove(Path folder) {
    EmbeddedDatabase.close(new DataFolder(folder));
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.err.println("baton bench: " + e);
    }
  }
}
