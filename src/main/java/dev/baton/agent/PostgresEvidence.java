package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keeps what a rewind or base backup will erase: where the old primary stood and what it wrote. */
final class PostgresEvidence {

  // pg_waldump ends with an error where the log ends; the place it names is that end.
  private static final Pattern END = Pattern.compile("at ([0-9A-F]+/[0-9A-F]+): ");
  private static final Pattern KIND =
      Pattern.compile("(?m)^(\\w+) +(\\d+) +\\( *[\\d.]+\\) +\\d+ ");

  private final PostgresServer server;
  private final PostgresHistory history;

  PostgresEvidence(PostgresServer server) {
    this.server = server;
    this.history = new PostgresHistory(server);
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    if (server.postmaster().isPresent()) {
      throw new FailedException("PostgreSQL still runs; evidence is taken of a stopped one");
    }
    ControlData control = server.controlData();
    String fork = run.param("fork");
    String from = fork.isEmpty() ? control.get("Latest checkpoint location") : fork;
    Lsn start = lsn(from);
    Programs.Outcome dump = dump(control.timeline(), from, run.deadline());
    Path folder = Stamped.beside(server.data(), "evidence");
    Files.createDirectory(folder);
    keep(folder, control, dump);
    Accounts.give(folder, Optional.of(server.policy().user()));

    Map<String, String> facts = new TreeMap<>();
    facts.put("folder", folder.toString());
    facts.put("history", files());
    facts.put("walFrom", from);
    facts.put("summary", summary(dump.output()));
    end(dump.output())
        .ifPresent(to -> {
          facts.put("walTo", to);
          facts.put("walBytes", Long.toString(Math.max(0, Lsn.parse(to).minus(start))));
        });
    return facts;
  }

  private Programs.Outcome dump(String timeline, String from, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    String log = server.data().resolve("pg_wal").toString();
    return Programs.run(
        server.program("pg_waldump", "--stats", "-p", log, "-t", timeline, "-s", from), deadline);
  }

  private void keep(Path folder, ControlData control, Programs.Outcome dump) throws IOException {
    String lines =
        new TreeMap<>(control.lines())
            .entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue() + "\n")
                .collect(Collectors.joining());
    Durable.create(folder.resolve("control-data.txt"), lines);
    Durable.create(folder.resolve("wal-summary.txt"), dump.output());
    Files.copy(server.data().resolve("global/pg_control"), folder.resolve("pg_control"));
    for (Path file : history.files()) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  private String files() throws IOException {
    List<Path> files = history.files();
    return files.isEmpty() ? "" : Files.readString(files.getLast());
  }

  private static Lsn lsn(String text) throws FailedException {
    try {
      return Lsn.parse(text);
    } catch (IllegalArgumentException e) {
      throw new FailedException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> end(String dump) {
    Matcher matcher = END.matcher(dump);
    String last = "";
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last.isEmpty() ? Optional.empty() : Optional.of(last);
  }

  /**
   * In a few words: the kinds of records, most first as a reader meets them in the full summary.
   */
  private static String summary(String dump) {
    return KIND.matcher(dump)
        .results()
        .filter(found -> !found.group(2).equals("0") && !found.group(1).equals("Total"))
        .map(found -> found.group(1) + " " + found.group(2))
        .collect(Collectors.joining(", "));
  }
}
