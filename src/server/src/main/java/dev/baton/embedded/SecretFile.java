package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** Files that only their owner can read, from their first byte on. */
public final class SecretFile {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SecretFile() {}

  /** The file's text; made from {@code fresh} when there is no file. */
  public static String readOrCreate(Path file, Supplier<String> fresh) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      write(file, fresh.get() + "\n");
    }
    return Files.readString(file).strip();
  }

  /** Whole or not at all, also when the machine goes down in the middle. */
  public static void write(Path file, String text) throws IOException {
    AtomicFile.replace(file, text, AtomicFile.Durability.MACHINE, OWNER_ONLY);
  }
}
