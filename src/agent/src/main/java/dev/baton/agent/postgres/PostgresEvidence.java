package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.os.TimestampedPath;
import dev.baton.agent.wal.WalDump;
import dev.baton.agent.wal.WalSummary;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keeps what a rewind or base backup will erase: where the old primary stood and what it wrote. */
public final class PostgresEvidence {

  private final PostgresServer server;
  private final PostgresHistory history;

  public PostgresEvidence(PostgresServer server) {
    this.server = server;
    this.history = new PostgresHistory(server);
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    if (server.postmaster().isPresent()) {
      throw new FailedException("PostgreSQL still runs; evidence is taken of a stopped one");
    }
    if (!server.hasData()) {
      return Map.of(EvidenceKey.SUMMARY.wireName(), "there is no data to keep evidence of");
    }
    ControlData control = server.controlData();
    String fork = actionContext.param(ActionParameter.FORK);
    String from = fork.isEmpty() ? control.get("Latest checkpoint location") : fork;
    Lsn start = lsn(from);
    Programs.Exit dump =
        new WalDump(server.program("pg_waldump"), server.data())
            .from(
                start,
                control.timeline(),
                control.walFiles(server.data()),
                actionContext.deadline(),
                "--stats=record");
    Path folder = TimestampedPath.beside(server.data(), "evidence");
    server.besideData().makeFolder(String.valueOf(folder.getFileName()), "700");
    keep(ServiceFolder.of(folder, server.account()), control, dump);

    Map<String, String> facts = new TreeMap<>(WalSummary.of(dump.output()).facts());
    facts.put(EvidenceKey.FOLDER.wireName(), folder.toString());
    facts.put(EvidenceKey.HISTORY.wireName(), history.newest(history.files()));
    facts.put(EvidenceKey.TIMELINE.wireName(), control.timeline());
    facts.put(EvidenceKey.CLUSTER_STATE.wireName(), control.clusterState());
    facts.put(EvidenceKey.FORK.wireName(), fork);
    facts.put(EvidenceKey.WAL_FROM.wireName(), from);
    Optional<String> end = WalDump.end(dump);
    end.ifPresent(to -> facts.put(EvidenceKey.WAL_TO.wireName(), to));
    end.ifPresent(to ->
        facts.put(
            EvidenceKey.WAL_BYTES.wireName(), Long.toString(Math.max(0, Lsn.of(to).minus(start)))));
    if (end.isEmpty()) {
      facts.put(EvidenceKey.WAL_UNREAD.wireName(), dump.lastLines(1));
    }
    return facts;
  }

  private void keep(ServiceFolder folder, ControlData control, Programs.Exit dump)
      throws FailedException, IOException, InterruptedException {
    String lines =
        new TreeMap<>(control.lines())
            .entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue() + "\n")
                .collect(Collectors.joining());
    folder.create("control-data.txt", lines);
    folder.create("wal-summary.txt", dump.output());
    ServiceFolder data = server.dataFolder();
    folder.copy(data, "global/pg_control", "pg_control");
    for (String file : history.files()) {
      folder.copy(data, file, file.substring(file.indexOf('/') + 1));
    }
  }

  private static Lsn lsn(String text) throws FailedException {
    try {
      return Lsn.of(text);
    } catch (IllegalArgumentException e) {
      throw new FailedException(String.valueOf(e.getMessage()));
    }
  }
}
