package dev.baton.agent.postgres;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ServiceFolder;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings file that PostgreSQL itself writes, changed while the server is down. */
final class AutoConfiguration {

  static final String FILE = "postgresql.auto.conf";

  private AutoConfiguration() {}

  /** Its text with those settings in place of older ones of the same names. */
  static String with(ServiceFolder data, Map<String, String> settings)
      throws FailedException, IOException, InterruptedException {
    String kept =
        data.exists(FILE)
            ? data.read(FILE)
                .lines()
                .filter(line -> !settings.containsKey(line.split("=", 2)[0].strip()))
                .map(line -> line + "\n")
                .collect(Collectors.joining())
            : "";
    return kept
        + settings.entrySet().stream()
            .map(set -> set.getKey() + " = " + PostgresServer.quoted(set.getValue()) + "\n")
            .collect(Collectors.joining());
  }
}
