package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import dev.baton.pair.StepState;
import java.time.Duration;
import java.util.Map;

/**
 * Takes back, on the site that is out, what the new primary never had; evidence of it is kept
 * before.
 */
record RewindDatabase() implements OneAction {

  private static final HostReply READY = new HostReply.Done(Map.of(), Duration.ZERO);

  @Override
  public String name() {
    return "rewind-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_REWIND;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("host", planned.param("host"), "port", planned.param("port"));
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of(
        "systemIdentifier", attempt.pair().systemIdentifier(), "postgresRunning", "false");
  }

  @Override
  public HostReply run(Attempt attempt) {
    // What a replica that is gone may have ordered already is asked for, not judged again.
    HostReply fit = attempt.resumed() ? READY : ready(attempt);
    return fit instanceof HostReply.Done ? OneAction.super.run(attempt) : fit;
  }

  private static HostReply ready(Attempt attempt) {
    return switch (InspectOldPrimary.again(attempt, Rejoin.Kind.REWIND)) {
      case HostReply.Done done -> sourceReady(attempt);
      // An earlier rewind broke off, or the log it needs is gone by now.
      case HostReply.Refused(var code, var why, var found)
          when Rejoin.Kind.BASEBACKUP.word().equals(found.get("rejoin")) ->
          new HostReply.Refused(
              StepState.Refused.FALL_BACK_NEEDED, String.valueOf(found.get("why")), found);
      case HostReply.Refused refused -> refused;
      case HostReply.Unknown unknown -> unknown;
    };
  }

  /** pg_rewind believes the source's control file, which is behind until a checkpoint. */
  private static HostReply sourceReady(Attempt attempt) {
    HostId primary = new HostId(attempt.param("primary"));
    HostReply position = attempt.read(primary, ActionType.POSTGRES_POSITION, Map.of());
    HostReply control = attempt.read(primary, ActionType.POSTGRES_CONTROL_DATA, Map.of());
    if (!(position instanceof HostReply.Done now)) {
      return position;
    }
    if (!(control instanceof HostReply.Done written)) {
      return control;
    }
    boolean ready =
        "false".equals(now.evidence().get("inRecovery"))
            && now.evidence()
                .getOrDefault("timeline", "?")
                .equals(written.evidence().get("timeline"));
    return ready
        ? READY
        : new HostReply.Refused(
            "source-not-ready",
            "%s is no primary with a checkpoint on its timeline; make one there, then retry"
                .formatted(primary),
            written.evidence());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return new HostReply.Unknown(
        "whether it took effect cannot be seen from outside; look at its output before a retry");
  }
}
