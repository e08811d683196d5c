package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Signals;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stops the server by a signal and waits for the end of its process only: its unit takes seconds
 * longer to say so. The unit is told as well, which cancels a start that is queued or under way.
 */
public final class PostgresStop {

  private final PostgresServer server;

  public PostgresStop(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    boolean fast =
        ActionParams.of(actionContext, ActionParameter.MODE, "fast", "immediate").equals("fast");
    Optional<Postmaster> postmaster = server.postmaster();
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.ALREADY.wireName(), Boolean.toString(postmaster.isEmpty()));
    if (postmaster.isPresent()) {
      long start = System.nanoTime();
      Signals.send(fast ? "INT" : "QUIT", postmaster.get().pid(), server.account());
      if (!Poll.until(() -> !postmaster.get().alive(), actionContext.deadline())) {
        throw late(postmaster.get(), Poll.millisSince(start), fast);
      }
      facts.put(EvidenceKey.STOP_MS.wireName(), Long.toString(Poll.millisSince(start)));
    }
    if (server.unit().isPresent()) {
      staysDown(server.unit().get(), actionContext.deadline());
    }
    facts.putAll(
        server.hasData()
            ? server.controlData().facts()
            : Map.of(EvidenceKey.CLUSTER_STATE.wireName(), ControlData.NONE));
    facts.put(EvidenceKey.RUNNING.wireName(), "false");
    return facts;
  }

  /**
   * Names those it waits for by their titles, and only now: a stop is part of the time without
   * service, and once it is under way the server takes no connection to be asked through.
   */
  private static FailedException late(Postmaster postmaster, long millis, boolean fast) {
    List<String> processes = postmaster.processes();
    StringBuilder sentence =
        new StringBuilder(
            "PostgreSQL (pid %d) was told to stop and has not ended in %d ms"
                .formatted(postmaster.pid(), millis));
    if (!processes.isEmpty()) {
      sentence.append("; of its processes there are still ").append(String.join(", ", processes));
    }
    if (fast && processes.stream().anyMatch(title -> title.contains("walsender "))) {
      sentence.append("; a walsender ends when its receiver has everything: mend or end that");
    }
    return new FailedException(
        sentence.toString(),
        Map.of(
            EvidenceKey.RUNNING.wireName(), "true",
            EvidenceKey.STOPPING.wireName(), "true",
            EvidenceKey.PROCESSES.wireName(), String.join(", ", processes)));
  }

  private void staysDown(SystemdUnit unit, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    unit.stop();
    if (!Poll.until(() -> server.postmaster().isEmpty(), deadline)) {
      throw new FailedException(
          "PostgreSQL came up again by %s, and that does not stop it".formatted(unit.name()),
          Map.of(EvidenceKey.RUNNING.wireName(), "true"));
    }
  }
}
