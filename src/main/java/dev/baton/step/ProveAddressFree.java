package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;
import java.util.Set;

/** Asks the network from the new site whether anybody still answers for the address (S2). */
record ProveAddressFree() implements StepKind {

  @Override
  public String name() {
    return "prove-address-free";
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
    HostReply reply = attempt.read(ActionType.ADDRESS_PROBE, Map.of());
    if (reply instanceof HostReply.Done probe && "true".equals(probe.evidence().get("answered"))) {
      return new HostReply.Refused(
          "address-answered",
          "%s is still answered, by %s; find that host and take the address off it"
              .formatted(attempt.pair().address(), probe.evidence().get("mac")),
          probe.evidence());
    }
    return reply;
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
