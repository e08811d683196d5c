package dev.baton.agent.postgres;

import dev.baton.agent.os.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words that run pg_rewind. It has a server that crashed recover in single-user mode first;
 * where it cannot be told that the configuration is outside the data folder, that is done before.
 */
final class RewindCommand {

  /** PostgreSQL 15 added --config-file; --no-ensure-shutdown is there since 13. */
  private static final int TAKES_CONFIG_FILE = 15;

  /**
   * As pg_rewind does it (pg_rewind.c, ensureCleanShutdown), but with fsync: pg_rewind may fail
   * before it syncs the folder, which counts as it was then. It is part of the same child, as it
   * may take minutes and must not end with the agent. The words come as positional arguments: those
   * of pg_rewind from the fourth on.
   */
  private static final String RECOVER_FIRST =
      """
      "$1" --single -D "$2" -c config_file="$3" -c data_directory="$2" template1 </dev/null || {
        echo 'it did not recover from its crash in single-user mode'
        exit 1
      }
      shift 3
      exec "$@"
      """;

  private RewindCommand() {}

  /**
   * What to run as the account of the server, which is stopped.
   *
   * @param source how to connect to the other server
   * @param major of its programs
   * @param crashed whether it has to recover first
   */
  static List<String> words(PostgresServer server, String source, int major, boolean crashed) {
    Path bin = server.policy().bin();
    List<String> words =
        new ArrayList<>(
            List.of(
                bin.resolve("pg_rewind").toString(),
                "--target-pgdata=" + server.data(),
                "--source-server=" + source,
                "--progress"));
    Optional<Path> config = server.configFile();
    boolean told = major >= TAKES_CONFIG_FILE;
    config.ifPresent(file -> words.add(told ? "--config-file=" + file : "--no-ensure-shutdown"));
    if (config.isPresent() && !told && crashed) {
      words.addAll(
          0,
          List.of(
              "/bin/sh",
              "-c",
              RECOVER_FIRST,
              "rewind",
              bin.resolve("postgres").toString(),
              server.data().toString(),
              config.get().toString()));
    }
    return Programs.as(server.account(), words);
  }
}
