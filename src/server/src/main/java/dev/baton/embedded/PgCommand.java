package dev.baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs one of PostgreSQL's programs as the user the server belongs to, with nothing of our own
 * environment: that may hold passwords.
 *
 * @param before what is put before the change of user
 */
record PgCommand(OsUser user, Path binaries, List<String> before) {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

  /** The account is known to the program that is run only, in a view of the machine of its own. */
  private static final String WITH_ACCOUNT = "mount --bind \"$0\" /etc/passwd && exec \"$@\"";

  PgCommand(OsUser user, Path binaries) {
    this(user, binaries, List.of());
  }

  /**
   * This command for a program that insists on a name of its user.
   *
   * @param accounts written when there is no such name: an account file that has one
   */
  PgCommand named(Path accounts) throws IOException, InterruptedException {
    if (DatabaseUser.hasName(user)) {
      return this;
    }
    SecretFile.write(
        accounts,
        "%s:x:%d:%d::/nonexistent:/usr/sbin/nologin\n"
            .formatted(DatabaseUser.ACCOUNT, user.uid(), user.gid()));
    user.own(accounts);
    return new PgCommand(
        user,
        binaries,
        List.of(
            "unshare",
            "--mount",
            "--propagation=private",
            "--",
            "sh",
            "-c",
            WITH_ACCOUNT,
            accounts.toString()));
  }

  /** How it ended; {@code output} is both of its streams together. */
  record CommandExit(boolean well, String output) {

    /** The last line that says something, for a sentence. */
    String lastWords() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
    }
  }

  CommandExit run(Duration limit, String program, String... arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<>(before);
    line.addAll(user.prefix());
    line.add(binaries.resolve("bin").resolve(program).toString());
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile("baton-" + program, ".out");
    try {
      // To a file: the server inherits the stream, and a pipe would end only with the server.
      Process process = builder(line, output).start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
        return new CommandExit(false, "%s did not end within %s".formatted(program, limit));
      }
      return new CommandExit(process.exitValue() == 0, Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  private static ProcessBuilder builder(List<String> line, Path output) {
    var builder = new ProcessBuilder(line);
    builder.directory(Path.of("/").toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    return builder;
  }
}
