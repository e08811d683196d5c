package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.wal.WalDump;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Reads the control data, whether the server runs or not, and the facts a rejoin depends on. */
public final class PostgresControl {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final PostgresServer server;

  public PostgresControl(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    boolean running = server.postmaster().isPresent();
    facts.put(EvidenceKey.RUNNING.wireName(), Boolean.toString(running));
    facts.put(
        EvidenceKey.REWIND_BROKEN.wireName(), Boolean.toString(server.rewindMarker().broken()));
    facts.put(
        EvidenceKey.PG_REWIND.wireName(),
        Boolean.toString(Files.isExecutable(server.policy().bin().resolve("pg_rewind"))));
    if (!running && !server.hasData()) {
      facts.put(EvidenceKey.CLUSTER_STATE.wireName(), ControlData.NONE);
      return facts;
    }
    ControlData control = server.controlData();
    facts.putAll(control.facts());
    if (!running && control.stoppedCleanly()) {
      new WalDump(server.program("pg_waldump"), server.data())
          .endOfRecord(
              Lsn.of(control.get("Latest checkpoint location")),
              control.timeline(),
              control.walFiles(server.data()),
              Deadline.in(LIMIT))
          .ifPresent(end -> facts.put(EvidenceKey.CHECKPOINT_END.wireName(), end));
    }
    return facts;
  }
}
