package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A program that opens the database of a folder, says so, and holds it until it is ended. */
final class DatabaseHolder {

  private DatabaseHolder() {}

  public static void main(String[] arguments) throws IOException {
    try {
      DatabaseAccess access = EmbeddedDatabase.open(new DataFolder(Path.of(arguments[0])));
      System.out.println(access.url());
      System.out.flush();
      System.in.read();
    } catch (DatabaseException e) {
      System.err.println("baton: " + e.getMessage());
      System.exit(e.exitCode());
    }
  }
}
