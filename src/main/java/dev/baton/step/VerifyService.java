package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Asks for the application through the address, the way its users do, and who holds the address.
 */
record VerifyService() implements StepKind {

  @Override
  public String name() {
    return "verify-service";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public HostReply run(Attempt attempt) {
    while (true) {
      HostReply reply = attempt.read(ActionType.APPLICATION_HEALTH, Map.of("through", "address"));
      if (reply instanceof HostReply.Done health && "up".equals(health.evidence().get("state"))) {
        return sole(attempt, health);
      }
      if (attempt.left().isZero()) {
        return reply instanceof HostReply.Done health
            ? new HostReply.Refused(
                "service-not-up",
                "through %s the application is %s"
                    .formatted(attempt.pair().address(), health.evidence().get("state")),
                health.evidence())
            : reply;
      }
      Pause.soon();
    }
  }

  private static HostReply sole(Attempt attempt, HostReply.Done health) {
    HostReply probe = attempt.read(ActionType.ADDRESS_PROBE, Map.of());
    if (!(probe instanceof HostReply.Done owner)) {
      return probe;
    }
    Map<String, String> evidence = new HashMap<>(health.evidence());
    evidence.putAll(owner.evidence());
    return "true".equals(owner.evidence().get("answered"))
        ? new HostReply.Refused(
            "address-twice",
            "%s is held here and answered by %s as well"
                .formatted(attempt.pair().address(), owner.evidence().get("mac")),
            evidence)
        : new HostReply.Done(evidence, health.took());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
