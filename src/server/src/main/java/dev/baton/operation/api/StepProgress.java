package dev.baton.operation.api;

import dev.baton.host.HostAgent;
import dev.baton.pair.OperationState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.StepState;
import dev.baton.plan.StepCatalogue;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Progress of running steps, asked of the agents. It is not recorded, and every replica can tell.
 */
@ApplicationScoped
class StepProgress {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final HostAgent agent;

  StepProgress(HostAgent agent) {
    this.agent = agent;
  }

  /** Facts by id of the step, for example {@code bytes} and {@code bytesTotal}; mostly empty. */
  Map<String, Map<String, String>> of(OperationState operation) {
    Map<String, Map<String, String>> all = new HashMap<>();
    operation
        .steps()
        .forEach((id, state) -> {
          if (state instanceof StepState.Started started) {
            PlannedStep step = operation.plan().orElseThrow().step(id);
            StepCatalogue.named(step.name())
                .filter(StepKind::showsProgress)
                .map(kind -> kind.orders(StepInput.of(step)).getFirst())
                .map(order -> ask(operation, id, started.attempt(), order))
                .filter(facts -> !facts.isEmpty())
                .ifPresent(facts -> all.put(id, facts));
          }
        });
    return all;
  }

  private Map<String, String> ask(
      OperationState operation, String step, int attempt, AgentOrder order) {
    return agent.progress(
        order.host(), order.commandId(operation.id(), step, attempt, false), LIMIT);
  }
}
