package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keeps what a rewind or base backup will erase: where the old primary stood and what it wrote. */
final class PostgresEvidence {

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
    if (!server.hasData()) {
      return Map.of("summary", "there is no data to keep evidence of");
    }
    ControlData control = server.controlData();
    String fork = run.param("fork");
    String from = fork.isEmpty() ? control.get("Latest checkpoint location") : fork;
    Lsn start = lsn(from);
    Programs.Outcome dump =
        new WalDump(server).from(from, control.timeline(), run.deadline(), "--stats=record");
    Path folder = Stamped.beside(server.data(), "evidence");
    Files.createDirectory(folder);
    keep(folder, control, dump);
    Accounts.give(folder, Optional.of(server.policy().user()));

    Map<String, String> facts = new TreeMap<>(WalSummary.of(dump.output()).facts());
    facts.put("folder", folder.toString());
    facts.put("history", files());
    facts.put("timeline", control.timeline());
    facts.put("clusterState", control.clusterState());
    facts.put("fork", fork);
    facts.put("walFrom", from);
    Optional<String> end = WalDump.end(dump);
    end.ifPresent(to -> facts.put("walTo", to));
    end.ifPresent(
        to -> facts.put("walBytes", Long.toString(Math.max(0, Lsn.parse(to).minus(start)))));
    if (end.isEmpty()) {
      facts.put("walUnread", dump.lastLines(1));
    }
    return facts;
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
}
