package dev.baton.step.database;

import dev.baton.assessment.ArchiveBacklog;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.util.Map;
import java.util.Set;

/**
 * Waits while service is up until the archiver of the primary is through with all WAL that is
 * ready: the stop would wait for it without service. What never ends passes if it fits into the
 * stop's time.
 */
public record ProveArchived() implements StepKind {

  @Override
  public String name() {
    return "prove-archived";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    while (true) {
      AgentReply reply = agents.read(ActionType.POSTGRES_POSITION, Map.of());
      if (!(reply instanceof AgentReply.Done seen)) {
        return reply;
      }
      ArchiveBacklog backlog = new ArchiveBacklog(seen.evidence());
      boolean late = context.left().isZero();
      if (backlog.none() || (late && !backlog.failing() && backlog.fits().orElse(false))) {
        return new AgentReply.Done(backlog.proof(), seen.took());
      }
      if (late) {
        return refused(context.onHost(), backlog);
      }
      PollDelay.shortly();
    }
  }

  private static AgentReply refused(HostId primary, ArchiveBacklog backlog) {
    if (backlog.waiting().isEmpty()) {
      return new AgentReply.Refused(
          RefusalCode.UNREAD,
          "how much WAL of %s waits to be archived cannot be seen".formatted(primary),
          Map.of());
    }
    return new AgentReply.Refused(
        RefusalCode.BEHIND,
        "the archiver of %s is not through with the WAL that is ready (%s), and a stop waits for it%s"
            .formatted(
                primary,
                backlog.described(),
                backlog.failing() ? "; it fails: see pg_stat_archiver and the server's log" : ""),
        backlog.proof());
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
