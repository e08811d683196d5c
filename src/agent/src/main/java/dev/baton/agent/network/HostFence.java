package dev.baton.agent.network;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.UnsureException;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fences another host with the operator's own command. Only its exit status counts: 0 is off and
 * verified, 1 is refused, and anything else is unknown.
 */
public final class HostFence {

  private final Policy.FencePart policy;

  public HostFence(Policy.FencePart policy) {
    this.policy = policy;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String host = actionContext.param(ActionParameter.HOST);
    if (!host.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new FailedException("'%s' is no name of a host".formatted(host));
    }
    List<String> words = new ArrayList<>(policy.command());
    words.add(host);
    String name = words.getFirst();
    Programs.Exit outcome = outcome(words, actionContext.deadline().orIn(policy.timeout()));
    return switch (outcome.exitCode()) {
      case 0 ->
          Map.of(
              EvidenceKey.FENCED.wireName(),
              "true",
              EvidenceKey.COMMAND.wireName(),
              name,
              EvidenceKey.OUTPUT.wireName(),
              outcome.lastLines(3));
      case 1 ->
          throw new FailedException(
              "%s could not fence %s: %s".formatted(name, host, outcome.lastLines(3)));
      default ->
          throw new UnsureException(
              "%s ended with %d, so nobody knows whether %s is off: %s"
                  .formatted(name, outcome.exitCode(), host, outcome.lastLines(3)));
    };
  }

  private static Programs.Exit outcome(List<String> words, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    try {
      return Programs.run(words, deadline);
    } catch (FailedException late) {
      throw new UnsureException(late.getMessage() + ": nobody knows whether the host is off");
    }
  }
}
