package dev.baton.agent;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Ends the server by a signal and watches its process; waits for nothing else. */
final class PostgresStop {

  private final PostgresServer server;

  PostgresStop(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    boolean fast = Choice.of(run, "mode", "fast", "immediate").equals("fast");
    Optional<Postmaster> postmaster = server.postmaster();
    Map<String, String> facts = new TreeMap<>();
    facts.put("already", Boolean.toString(postmaster.isEmpty()));
    if (postmaster.isPresent()) {
      long start = System.nanoTime();
      Signals.send(fast ? "INT" : "QUIT", postmaster.get().pid());
      if (!Waiting.until(() -> !postmaster.get().alive(), run.deadline())) {
        throw new FailedException(
            "PostgreSQL (pid %d) was told to stop and has not ended in %d ms"
                .formatted(postmaster.get().pid(), Waiting.millisSince(start)),
            Map.of("running", "true", "stopping", "true"));
      }
      facts.put("stopMs", Long.toString(Waiting.millisSince(start)));
    }
    facts.putAll(
        server.hasData() ? server.controlData().facts() : Map.of("clusterState", ControlData.NONE));
    facts.put("running", "false");
    return facts;
  }
}
