package dev.baton.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The generated passwords of the embedded database, in a file only we can read.
 *
 * @param prepared whether roles and database have been made
 */
record DatabasePasswords(String superuser, String owner, String runtime, boolean prepared) {

  static DatabasePasswords generate() {
    return new DatabasePasswords(password(), password(), password(), false);
  }

  static DatabasePasswords read(Path file) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return new DatabasePasswords(
        properties.getProperty("superuser", ""),
        properties.getProperty("owner", ""),
        properties.getProperty("runtime", ""),
        Boolean.parseBoolean(properties.getProperty("prepared")));
  }

  DatabasePasswords afterPreparing() {
    return new DatabasePasswords(superuser, owner, runtime, true);
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
    SecretFile.write(file, text.toString());
  }

  private static String password() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
