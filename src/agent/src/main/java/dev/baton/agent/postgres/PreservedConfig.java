package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What its owner keeps in a server's data folder (configuration and what it includes, certificates,
 * scripts), kept while that folder is made from another server's. A copy stays until it was put
 * back, so that a second attempt never keeps the other server's files.
 */
public final class PreservedConfig {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** In bytes; what an owner keeps beside a database is some kilobytes. */
  private static final int MOST = 16 * 1024 * 1024;

  private final PostgresServer server;
  private final Path state;
  private final Path copy;

  /**
   * @param state folder of the agent's own, which outlives a reboot
   */
  public PreservedConfig(PostgresServer server, Path state) {
    this.server = server;
    this.state = state;
    this.copy = state.resolve("own-files.tar");
  }

  /**
   * Safe to repeat.
   *
   * @throws FailedException if there is too much; the caller has touched nothing yet
   */
  void keep() throws FailedException, IOException, InterruptedException {
    if (Files.exists(copy)) {
      return;
    }
    String all = run(FolderScript.KEEP_OWN, "");
    if (all.length() >= MOST) {
      throw new FailedException(
          "over %d MB in %s are none of PostgreSQL's files; move them elsewhere, a copy of another server's folder would replace them"
              .formatted(MOST / 1024 / 1024, server.data()));
    }
    try {
      DurableFiles.replaceSecret(copy, all);
    } catch (IOException e) {
      throw FullDisk.explain(e, state);
    }
  }

  private String run(FolderScript script, String input)
      throws FailedException, IOException, InterruptedException {
    ServiceFolder data = server.dataFolder();
    List<String> words = data.words(script, ".");
    Deadline deadline = Deadline.in(LIMIT);
    return data.outcome(Programs.run(words, input, StandardCharsets.ISO_8859_1, MOST, deadline));
  }

  /** Safe to repeat; does nothing when nothing is kept. */
  void putBack() throws FailedException, IOException, InterruptedException {
    if (!Files.exists(copy)) {
      return;
    }
    String unused =
        run(FolderScript.PUT_BACK_OWN, Files.readString(copy, StandardCharsets.ISO_8859_1));
    forget();
  }

  /** For when the data folder is still, or again, the server's own. */
  void forget() throws IOException {
    DurableFiles.delete(copy);
  }

  /** Removes what a crash in the middle of a change left beside the files. */
  public void removeLeftovers() throws FailedException, IOException, InterruptedException {
    if (Files.isDirectory(server.data())) {
      ServiceFolder data = server.dataFolder();
      for (String name : List.of(AutoConfiguration.FILE, PostgresServer.STANDBY_SIGNAL)) {
        if (data.exists(name + ".new")) {
          data.delete(name + ".new");
        }
      }
    }
  }
}
