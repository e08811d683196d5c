package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Major versions of PostgreSQL: they differ in the options that its programs take. */
final class MajorVersion {

  private static final Pattern SAID = Pattern.compile("(?m)^postgres \\([^)]*\\) ([0-9]{1,3})");

  private MajorVersion() {}

  /**
   * That of the programs in {@code postgres.bin}, whatever is in the data folder.
   *
   * @throws FailedException with what they say if that names no version
   */
  static int ofPrograms(PostgresServer server, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit said = Programs.run(server.program("postgres", "-V"), deadline);
    return in(said.output())
        .orElseThrow(() -> new FailedException("postgres -V says: " + said.lastLines(1)));
  }

  /** The one that {@code postgres -V} names; empty when it names none. */
  static Optional<Integer> in(String said) {
    Matcher version = SAID.matcher(said);
    return version.find() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
  }
}
