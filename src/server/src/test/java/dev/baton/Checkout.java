package dev.baton;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that this project was checked out to, wherever below it a test is started. */
public final class Checkout {

  private Checkout() {}

  /** A file or folder of it, by its path from the top. */
  public static Path file(String path) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.resolve("..").normalize();
      if (folder.getNameCount() == 0) {
        throw new IllegalStateException("not started inside a checkout: there is no mvnw above");
      }
    }
    return folder.resolve(path);
  }
}
