package dev.baton.agent.postgres;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ServiceFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings file that PostgreSQL itself writes, changed while the server is down. It may hold
 * any bytes: each of them is one character here, and what is not changed stays as it is.
 */
public final class AutoConfiguration {

  static final String FILE = "postgresql.auto.conf";

  private AutoConfiguration() {}

  /** Puts those settings, in bytes, in place of older ones of the same names. */
  static void put(ServiceFolder data, Map<String, String> settings)
      throws FailedException, IOException, InterruptedException {
    String before = data.exists(FILE) ? data.readBytes(FILE) : "";
    String kept =
        before.isEmpty()
            ? ""
            : Arrays.stream(before.split("\n"))
                .filter(line -> !settings.containsKey(line.split("=", 2)[0].strip()))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    String added =
        settings.entrySet().stream()
            .map(set -> set.getKey() + " = " + quoted(set.getValue()) + "\n")
            .collect(Collectors.joining());
    data.replaceBytes(FILE, kept + added);
  }

  /** A value in a settings file. There, and not in a statement, a backslash begins an escape. */
  public static String quoted(String value) {
    return PostgresServer.quoted(value.replace("\\", "\\\\"));
  }

  /** Text as the bytes that the server reads. */
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Bytes as text, for a sentence, a path or a statement. */
  static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
