package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks for the old primary from all sides, and stops when anything says that it serves (S5),
 * unless that very finding was overridden.
 */
record GatherOpinions() implements StepKind {

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
    return Opinions.KEYS;
  }

  @Override
  public HostReply run(Attempt attempt) {
    Opinions opinions = Opinions.take(attempt.agent(), attempt.pair(), OldAgents.of(attempt));
    Set<Finding> overridden =
        Arrays.stream(attempt.params().getOrDefault("overridden", "").split(" ", -1))
            .flatMap(word -> Finding.of(word).stream())
            .collect(Collectors.toSet());
    Map<String, String> standing = new TreeMap<>(opinions.standing(overridden));
    return standing.isEmpty()
        ? new HostReply.Done(opinions.evidence(), Duration.ZERO)
        : new HostReply.Refused(
            "primary-serves",
            "%s may still serve: %s; abort and switch over gracefully, or escalate with overrides of"
                    .formatted(attempt.pair().primary(), String.join("; ", standing.values()))
                + " these findings: "
                + String.join(", ", standing.keySet()),
            opinions.evidence());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
