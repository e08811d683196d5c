package dev.baton.database;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;

/**
 * The generated passwords of the embedded database, in a file only we can read.
 *
 * @param prepared whether roles and database have been made
 */
record Secrets(String superuser, String owner, String runtime, boolean prepared) {

  static Secrets generate() {
    return new Secrets(password(), password(), password(), false);
  }

  static Secrets read(Path file) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return new Secrets(
        properties.getProperty("superuser", ""),
        properties.getProperty("owner", ""),
        properties.getProperty("runtime", ""),
        Boolean.parseBoolean(properties.getProperty("prepared")));
  }

  Secrets afterPreparing() {
    return new Secrets(superuser, owner, runtime, true);
  }

  /** On disk before it returns, and never half. */
  void write(Path file) throws IOException {
    var properties = new Properties();
    properties.setProperty("superuser", superuser);
    properties.setProperty("owner", owner);
    properties.setProperty("runtime", runtime);
    properties.setProperty("prepared", Boolean.toString(prepared));
    var text = new StringWriter();
    properties.store(text, "passwords of the embedded database");
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    writePrivate(fresh, text.toString());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void writePrivate(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static String password() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
