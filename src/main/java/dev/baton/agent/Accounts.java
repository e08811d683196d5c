package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks users up; local accounts first, as a host must act while its directory server is away. */
final class Accounts {

  private Accounts() {}

  /** Number of the user's primary group; empty when it is not a local account. */
  static Optional<String> primaryGroup(String user) {
    try {
      return Files.readAllLines(Path.of("/etc/passwd")).stream()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 3 && fields[0].equals(user))
          .map(fields -> fields[3])
          .findFirst();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Gives a file to that user, where the agent is root. */
  static void give(Path file, Optional<String> user) throws IOException {
    if (user.isPresent() && "root".equals(System.getProperty("user.name"))) {
      var users = file.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(file, users.lookupPrincipalByName(user.get()));
      Optional<String> group = primaryGroup(user.get());
      if (group.isPresent()) {
        Files.setAttribute(file, "unix:gid", Integer.valueOf(group.get()));
      }
    }
  }
}
