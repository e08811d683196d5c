package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks users up; local accounts first, as a host must act while its directory server is away. */
public final class Accounts {

  private Accounts() {}

  /** Number of the user's primary group; empty when it is not a local account. */
  public static Optional<String> primaryGroup(String user) {
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
}
