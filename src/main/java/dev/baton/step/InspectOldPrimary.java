package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Decides once more, right before acting, how the old primary can follow again. */
public record InspectOldPrimary() implements StepKind {

  private static final Duration READ = Duration.ofSeconds(5);

  /**
   * Reads both databases and decides.
   *
   * @return {@code Done} with {@code rejoin}, {@code why}, {@code fork}; otherwise what could not
   *     be read
   */
  public static HostReply decide(HostAgent agent, HostId old, HostId primary) {
    HostReply control = agent.read(old, ActionType.POSTGRES_CONTROL_DATA, Map.of(), READ);
    HostReply position = agent.read(primary, ActionType.POSTGRES_POSITION, Map.of(), READ);
    HostReply history = agent.read(primary, ActionType.POSTGRES_HISTORY, Map.of(), READ);
    if (!(control instanceof HostReply.Done oldData)) {
      return control;
    }
    if (!(position instanceof HostReply.Done current)) {
      return position;
    }
    if (!(history instanceof HostReply.Done lines)) {
      return history;
    }
    Rejoin rejoin =
        Rejoin.decide(
            oldData.evidence(), current.evidence(), lines.evidence().getOrDefault("history", ""));
    return new HostReply.Done(
        Map.of(
            "rejoin", rejoin.kind().word(),
            "why", rejoin.why(),
            "fork", rejoin.fork().map(Lsn::toString).orElse(""),
            "clusterState", oldData.evidence().getOrDefault("clusterState", "unknown"),
            "running", oldData.evidence().getOrDefault("running", "unknown")),
        Duration.ZERO);
  }

  @Override
  public String name() {
    return "inspect-old-primary";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public HostReply run(Attempt attempt) {
    HostReply reply =
        decide(attempt.agent(), attempt.onHost(), new HostId(attempt.param("primary")));
    if (!(reply instanceof HostReply.Done done)) {
      return reply;
    }
    Rejoin.Kind planned = Rejoin.Kind.of(attempt.param("rejoin"));
    return planned.covers(Rejoin.Kind.of(done.evidence().getOrDefault("rejoin", "refuse")))
        ? done
        : new HostReply.Refused(
            "rejoin-changed",
            "planned to %s, but now: %s; abort and start the recovery again"
                .formatted(planned.word(), done.evidence().get("why")),
            done.evidence());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
