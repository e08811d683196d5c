package dev.baton.step.judge;

import dev.baton.assessment.LivenessFinding;
import dev.baton.assessment.SecondOpinions;
import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks every agent that can see the old primary's site, and refuses when one finds that it still
 * serves (S5), unless that finding was overridden.
 */
public record GatherOpinions() implements StepKind {

  @Override
  public String name() {
    return "gather-opinions";
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
  public Set<String> sightings() {
    return SecondOpinions.KEYS;
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    SecondOpinions opinions =
        SecondOpinions.take(agents.agent(), context.pair(), AgentEndpoints.of(context));
    Set<LivenessFinding> overridden =
        Arrays.stream(context.params().getOrDefault("overridden", "").split(" ", -1))
            .flatMap(word -> LivenessFinding.of(word).stream())
            .collect(Collectors.toSet());
    Map<String, String> standing = new TreeMap<>(opinions.standing(overridden));
    return standing.isEmpty()
        ? new AgentReply.Done(opinions.evidence(), Duration.ZERO)
        : new AgentReply.Refused(
            RefusalCode.PRIMARY_SERVES,
            "%s may still serve: %s; abort and switch over gracefully, or escalate with overrides of"
                    .formatted(context.pair().primary(), String.join("; ", standing.values()))
                + " these findings: "
                + String.join(", ", standing.keySet()),
            opinions.evidence());
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
