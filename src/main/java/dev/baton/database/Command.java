package dev.baton.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of PostgreSQL's programs as the user the server belongs to. */
record Command(OsUser user, Path binaries) {

  /** How it ended; {@code output} is both of its streams together. */
  record Ended(boolean well, String output) {

    /** The last line that says something, for a sentence. */
    String lastWords() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
    }
  }

  Ended run(Duration limit, String program, String... arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<>(user.prefix());
    line.add(binaries.resolve("bin").resolve(program).toString());
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile("baton-" + program, ".out");
    try {
      // To a file: the server inherits the stream, and a pipe would end only with the server.
      Process process = builder(line, output).start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
        return new Ended(false, "%s did not end within %s".formatted(program, limit));
      }
      return new Ended(process.exitValue() == 0, Files.readString(output));
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
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
