package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has a silent host switched off by the fencing command of a host of the standby site (S1). */
record FenceHost() implements StepKind {

  @Override
  public String name() {
    return "fence-host";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.HOST_FENCE);
  }

  @Override
  public List<Order> orders(Planned planned) {
    return List.of(
        new Order(
            new HostId(planned.param("by")),
            ActionType.HOST_FENCE,
            Map.of("host", planned.onHost().value())));
  }

  @Override
  public HostReply run(Attempt attempt) {
    return attempt.perform(orders(attempt.planned()).getFirst(), Map.of());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return new HostReply.Unknown(
        "silence does not tell whether %s is off; look, then retry, or escalate and attest it"
            .formatted(attempt.onHost()),
        false);
  }
}
