package dev.baton.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has another host switched off by the operator's own command, whose exit status is the only thing
 * that is believed: 0 is off and verified, 1 is refused, and anything else is not known.
 */
final class HostFence {

  private final Policy.FencePart policy;

  HostFence(Policy.FencePart policy) {
    this.policy = policy;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    String host = run.param("host");
    if (!host.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new FailedException("'%s' is no name of a host".formatted(host));
    }
    List<String> words = new ArrayList<>(policy.command());
    words.add(host);
    String name = words.getFirst();
    Programs.Outcome outcome = outcome(words, run.deadline().orIn(policy.timeout()));
    return switch (outcome.exitCode()) {
      case 0 -> Map.of("fenced", "true", "command", name, "output", outcome.lastLines(3));
      case 1 ->
          throw new FailedException(
              "%s could not fence %s: %s".formatted(name, host, outcome.lastLines(3)));
      default ->
          throw new UnsureException(
              "%s ended with %d, so nobody knows whether %s is off: %s"
                  .formatted(name, outcome.exitCode(), host, outcome.lastLines(3)));
    };
  }

  private static Programs.Outcome outcome(List<String> words, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    try {
      return Programs.run(words, deadline);
    } catch (FailedException late) {
      throw new UnsureException(late.getMessage() + ": nobody knows whether the host is off");
    }
  }
}
