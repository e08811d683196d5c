package dev.baton.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the checkout that must agree with the command line. */
final class Project {

  private static final Path HOME = Path.of(System.getProperty("baton.home", "../.."));

  private Project() {}

  static String text(String file) throws IOException {
    return Files.readString(HOME.resolve(file));
  }
}
