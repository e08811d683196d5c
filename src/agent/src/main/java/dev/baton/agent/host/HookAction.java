package dev.baton.agent.host;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HookFailure;
import dev.baton.protocol.HookPoint;
import dev.baton.protocol.HostRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs the operator's own command for a point of a change of sites. Where the plan ignores a
 * failure, that is a fact of what was done and no failure.
 */
final class HookAction {

  private final Map<HookPoint, Policy.Hook> hooks;

  HookAction(Map<HookPoint, Policy.Hook> hooks) {
    this.hooks = hooks;
  }

  /** What a plan needs to know: what follows a failure, by point. */
  static Map<String, String> facts(Map<HookPoint, Policy.Hook> hooks) {
    Map<String, String> facts = new TreeMap<>();
    hooks.forEach((point, hook) -> facts.put(point.wireName(), hook.onFailure().wireName()));
    return facts;
  }

  Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    boolean ignored =
        HookFailure.named(actionContext.param(ActionParameter.FAILURE))
            .filter(way -> way == HookFailure.IGNORE)
            .isPresent();
    Map<String, String> facts = new TreeMap<>();
    long start = System.nanoTime();
    try {
      facts.put(EvidenceKey.COMMAND.wireName(), call(actionContext));
    } catch (FailedException | IOException failed) {
      if (!ignored) {
        throw failed;
      }
      facts.put(EvidenceKey.IGNORED.wireName(), String.valueOf(failed.getMessage()));
    }
    facts.put(EvidenceKey.ELAPSED_MS.wireName(), Long.toString(Poll.millisSince(start)));
    return facts;
  }

  /** Answers its program; what that prints may hold secrets, and is told of a failure alone. */
  private String call(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String point = actionContext.param(ActionParameter.HOOK);
    Policy.Hook hook =
        HookPoint.named(point)
            .flatMap(known -> Optional.ofNullable(hooks.get(known)))
            .orElseThrow(
                () -> new FailedException("the policy names no hook.%s any more".formatted(point)));
    String role = actionContext.param(ActionParameter.ROLE);
    if (!role.equals(HostRole.PRIMARY.wireName()) && !role.equals(HostRole.STANDBY.wireName())) {
      throw new FailedException("'%s' is neither primary nor standby".formatted(role));
    }
    List<String> words = new ArrayList<>(hook.command());
    words.addAll(List.of(point, role));
    Programs.Exit exit = Programs.run(words, actionContext.deadline().orIn(hook.limit()));
    if (!exit.succeeded()) {
      throw exit.failed(words.getFirst(), 2);
    }
    return words.getFirst();
  }
}
