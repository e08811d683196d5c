package dev.baton.agent.postgres;

import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A setting that is changed for a while and then put back as the operator had it: the value that he
 * had given by {@code alter system}, or none, so that his files hold again.
 */
final class KeptSetting {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final Path kept;

  /**
   * @param state folder of the agent's own, which outlives a reboot
   */
  KeptSetting(Path state, String name) {
    this.name = name;
    this.kept = state.resolve("kept-" + name);
  }

  String name() {
    return name;
  }

  /** Sets it for now; what is kept from a change before that was never put back stays kept. */
  void change(PsqlSession session, String value)
      throws FailedException, IOException, InterruptedException {
    if (!Files.exists(kept)) {
      DurableFiles.replace(kept, written(session));
    }
    PostgresSettings.set(session, name, value);
  }

  private String written(PsqlSession session) throws FailedException, InterruptedException {
    return session.query(
        """
        select setting from pg_file_settings
        where name = '%s' and sourcefile like '%%/postgresql.auto.conf'
        order by seqno desc limit 1\
        """
            .formatted(name),
        LIMIT);
  }

  /** Safe to repeat. */
  void putBack(PsqlSession session) throws FailedException, IOException, InterruptedException {
    if (!Files.exists(kept)) {
      return;
    }
    String before = Files.readString(kept);
    if (before.isEmpty()) {
      session.execute("alter system reset " + name, LIMIT);
    } else {
      PostgresSettings.set(session, name, before);
    }
    DurableFiles.delete(kept);
  }
}
