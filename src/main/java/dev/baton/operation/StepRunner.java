package dev.baton.operation;

import dev.baton.host.HostReply;
import dev.baton.step.Attempt;
import dev.baton.step.StepKind;
import dev.baton.step.StepKinds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Carries out one attempt at one step, and looks for its effect when the answer was lost. */
final class StepRunner {

  private static final Logger LOG = Logger.getLogger(StepRunner.class);

  private StepRunner() {}

  /**
   * Blocks until the attempt has an outcome; never throws, because an outcome must go on record.
   */
  static HostReply run(String kindName, Attempt attempt) {
    StepKind kind = StepKinds.named(kindName).orElse(null);
    if (kind == null) {
      return new HostReply.Refused(
          "unknown-step", "this version knows no step '%s'".formatted(kindName), Map.of());
    }
    try {
      HostReply reply = kind.run(attempt);
      return switch (reply) {
        case HostReply.Done done -> done;
        case HostReply.Refused refused when refused.tried() -> found(kind, attempt, refused);
        case HostReply.Refused refused -> refused;
        case HostReply.Unknown lost -> unread(kind, found(kind, attempt, lost));
      };
    } catch (RuntimeException e) {
      LOG.errorf(e, "step failed unexpectedly step=%s", attempt.step());
      return new HostReply.Unknown("an internal error; the control plane's log has it", false);
    }
  }

  /**
   * A step that only reads cannot have taken effect: not knowing is no reason to leave service
   * down.
   */
  private static HostReply unread(StepKind kind, HostReply reply) {
    return reply instanceof HostReply.Unknown lost && kind.actions().isEmpty()
        ? new HostReply.Refused("unread", lost.why(), Map.of())
        : reply;
  }

  private static HostReply found(StepKind kind, Attempt attempt, HostReply reply) {
    if (!(kind.probe(attempt) instanceof HostReply.Done done)) {
      return reply;
    }
    Map<String, String> evidence = new HashMap<>(done.evidence());
    evidence.put("seen", "no good answer came, but the effect is there");
    return new HostReply.Done(evidence, Duration.ZERO);
  }
}
