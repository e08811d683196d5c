package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Major versions of PostgreSQL: they differ in the options that its programs take, and none opens
 * the data folder of another.
 */
final class MajorVersion {

  private static final String FILE = "PG_VERSION";
  private static final Pattern WRITTEN = Pattern.compile("[0-9.]{1,8}");
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

  /**
   * Compares the programs with the data folder; where there is no database yet, with nothing.
   *
   * @throws FailedException with both versions if the programs cannot open the data folder
   */
  static void requireThatOfData(PostgresServer server, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (!Files.exists(server.data().resolve(FILE))) {
      return;
    }
    String written = server.dataFolder().read(FILE).strip();
    String data = WRITTEN.matcher(written).matches() ? written : "unknown";
    String programs = Integer.toString(ofPrograms(server, deadline));
    if (!data.equals(programs)) {
      throw new FailedException(
          "its data folder %s was made by version %s of PostgreSQL and the programs in %s are of version %s, which cannot open it; correct postgres.bin or postgres.data in the policy of this host"
              .formatted(server.data(), data, server.policy().bin(), programs));
    }
  }
}
