package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.util.Map;
import java.util.Set;

/**
 * Waits until the standby streams on the primary's timeline. That a server runs in recovery proves
 * nothing: one that can never follow again says the same (S8).
 */
record VerifyRedundancy() implements StepKind {

  @Override
  public String name() {
    return "verify-redundancy";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public HostReply run(Attempt attempt) {
    HostId primary = new HostId(attempt.param("primary"));
    while (true) {
      HostReply standby = attempt.read(ActionType.POSTGRES_POSITION, Map.of());
      HostReply source = attempt.read(primary, ActionType.POSTGRES_POSITION, Map.of());
      if (standby instanceof HostReply.Done here
          && source instanceof HostReply.Done there
          && streams(here.evidence(), there.evidence(), attempt.onHost())) {
        return new HostReply.Done(
            Map.of(
                "receiver", "streaming",
                "timeline", there.evidence().getOrDefault("timeline", ""),
                "standbys", there.evidence().getOrDefault("standbys", "")),
            here.took());
      }
      if (attempt.left().isZero()) {
        return new HostReply.Refused(
            "not-streaming",
            "%s does not stream from %s on its timeline; its log says why"
                .formatted(attempt.onHost(), primary),
            standby instanceof HostReply.Done here ? here.evidence() : Map.of());
      }
      Pause.soon();
    }
  }

  private static boolean streams(
      Map<String, String> standby, Map<String, String> primary, HostId host) {
    return "streaming".equals(standby.get("receiver"))
        && standby.getOrDefault("receiverTimeline", "?").equals(primary.get("timeline"))
        && primary.getOrDefault("standbys", "").contains(host.value() + ":streaming");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
