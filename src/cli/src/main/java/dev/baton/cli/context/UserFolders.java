package dev.baton.cli.context;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a user's files are (XDG Base Directory Specification). */
final class UserFolders {

  private static final String BATON = "baton";

  private UserFolders() {}

  /** Of what the user has set. */
  static Path config(Map<String, String> environment) {
    return folder(environment, "XDG_CONFIG_HOME", ".config");
  }

  /** Of a control plane that this user runs; its own default, so that its token is found. */
  static Path data(Map<String, String> environment) {
    boolean told = environment.containsKey("XDG_DATA_HOME");
    return !told && "root".equals(System.getProperty("user.name"))
        ? Path.of("/var/lib/baton")
        : folder(environment, "XDG_DATA_HOME", ".local/share");
  }

  private static Path folder(Map<String, String> environment, String variable, String usual) {
    String told = environment.get("HOME");
    Path home = Path.of(told == null ? String.valueOf(System.getProperty("user.home")) : told);
    return Optional.ofNullable(environment.get(variable))
        .filter(path -> path.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> home.resolve(usual))
        .resolve(BATON);
  }
}
