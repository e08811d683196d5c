package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Gives files of a test to the account that is to own them. */
public final class FileOwner {

  private FileOwner() {}

  /** Nothing happens where the test is not run by root. */
  public static void give(Path file, Optional<String> user) throws IOException {
    if (user.isPresent() && "root".equals(System.getProperty("user.name"))) {
      var users = file.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(file, users.lookupPrincipalByName(user.get()));
      Optional<String> group = Accounts.primaryGroup(user.get());
      if (group.isPresent()) {
        Files.setAttribute(file, "unix:gid", Integer.valueOf(group.get()));
      }
    }
  }
}
