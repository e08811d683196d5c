package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the control data afresh, whether the server runs or not, and what a way back depends on.
 */
final class PostgresControl {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final PostgresServer server;

  PostgresControl(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    boolean running = server.postmaster().isPresent();
    facts.put("running", Boolean.toString(running));
    facts.put("rewindBroken", Boolean.toString(server.rewinding().broken()));
    facts.put(
        "pgRewind",
        Boolean.toString(Files.isExecutable(server.policy().bin().resolve("pg_rewind"))));
    if (!running && !server.hasData()) {
      facts.put("clusterState", ControlData.NONE);
      return facts;
    }
    ControlData control = server.controlData();
    facts.putAll(control.facts());
    if (!running && control.stoppedCleanly()) {
      new WalDump(server)
          .endOfRecord(
              control.get("Latest checkpoint location"), control.timeline(), Deadline.in(LIMIT))
          .ifPresent(end -> facts.put("checkpointEnd", end));
    }
    return facts;
  }
}
