package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings file that PostgreSQL itself writes, changed while the server is down. */
final class AutoConfiguration {

  private AutoConfiguration() {}

  /** Its text with those settings in place of older ones of the same names. */
  static String with(Path file, Map<String, String> settings) throws IOException {
    String kept =
        Files.exists(file)
            ? Files.readAllLines(file).stream()
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
