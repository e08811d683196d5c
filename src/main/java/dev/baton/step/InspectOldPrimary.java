package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.time.Duration;
import java.util.HashMap;
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
    // A folder without a database has no history either.
    String own =
        agent.read(old, ActionType.POSTGRES_HISTORY, Map.of(), READ)
                instanceof HostReply.Done ownLines
            ? ownLines.evidence().getOrDefault("history", "")
            : "";
    Rejoin rejoin =
        Rejoin.decide(
            oldData.evidence(),
            own,
            current.evidence(),
            lines.evidence().getOrDefault("history", ""));
    Map<String, String> found = new HashMap<>();
    found.put("rejoin", rejoin.kind().word());
    found.put("why", rejoin.why());
    found.put("fork", rejoin.fork().map(Lsn::toString).orElse(""));
    found.put("clusterState", oldData.evidence().getOrDefault("clusterState", "unknown"));
    found.put("running", oldData.evidence().getOrDefault("running", "unknown"));
    return rejoin.kind() == Rejoin.Kind.REWIND
        ? lookAhead(agent, old, found)
        : new HostReply.Done(found, Duration.ZERO);
  }

  /** Whether the rewind would come to its end. */
  private static HostReply lookAhead(HostAgent agent, HostId old, Map<String, String> found) {
    HostReply reply =
        agent.read(
            old,
            ActionType.POSTGRES_REWIND_CHECK,
            Map.of("fork", found.getOrDefault("fork", "")),
            READ);
    if (!(reply instanceof HostReply.Done ahead)) {
      return reply;
    }
    RewindFitness.never(ahead.evidence())
        .ifPresent(why -> {
          found.put("rejoin", Rejoin.Kind.BASEBACKUP.word());
          found.put("why", found.get("why") + "; " + why);
        });
    RewindFitness.first(ahead.evidence()).ifPresent(first -> found.put("first", first));
    return new HostReply.Done(found, Duration.ZERO);
  }

  /**
   * Decides again, right before something is done about it.
   *
   * @param planned the way back that the plan has steps for
   */
  static HostReply again(Attempt attempt, Rejoin.Kind planned) {
    HostReply reply =
        decide(attempt.agent(), attempt.onHost(), new HostId(attempt.param("primary")));
    if (!(reply instanceof HostReply.Done done)) {
      return reply;
    }
    Rejoin.Kind found = Rejoin.Kind.of(done.evidence().getOrDefault("rejoin", "refuse"));
    if (!planned.covers(found)) {
      return new HostReply.Refused(
          "rejoin-changed",
          "planned to %s, but now: %s; abort and start the recovery again"
              .formatted(planned.word(), done.evidence().get("why")),
          done.evidence());
    }
    String first = done.evidence().get("first");
    return planned == Rejoin.Kind.REWIND && first != null
        ? new HostReply.Refused(
            "rewind-not-ready",
            "before %s is rewound: %s; then retry".formatted(attempt.onHost(), first),
            done.evidence())
        : done;
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
    return again(attempt, Rejoin.Kind.of(attempt.param("rejoin")));
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
