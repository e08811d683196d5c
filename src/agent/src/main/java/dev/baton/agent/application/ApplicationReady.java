package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether the application does its work, where its health alone does not say so. */
public final class ApplicationReady {

  /** Of a question for its health: who asks waits for five seconds. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final ApplicationProcess process;
  private final ApplicationProbe probe;

  public ApplicationReady(ApplicationProcess process, ApplicationProbe probe) {
    this.process = process;
    this.probe = probe;
  }

  /** By {@code application.ready}, a URL or a command; true where the policy has none. */
  boolean holds(Deadline deadline) throws FailedException, IOException, InterruptedException {
    Optional<List<String>> command = process.policy().readyCommand();
    return command.isPresent()
        ? process.run(command.get(), deadline).succeeded()
        : process.policy().ready().map(probe::answers).orElse(true);
  }

  /**
   * Its health, as {@link ApplicationProbe#run}; on this host also whether it is ready, unless that
   * takes too long to tell.
   */
  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Deadline look = actionContext.deadline().orIn(LOOK);
    Map<String, String> facts = new TreeMap<>(probe.run(actionContext));
    boolean local = actionContext.param(ActionParameter.THROUGH).equals("local");
    if (local && "up".equals(facts.get(EvidenceKey.STATE.wireName()))) {
      ready(look).ifPresent(it -> facts.put(EvidenceKey.READY.wireName(), Boolean.toString(it)));
    }
    return facts;
  }

  /** Empty when it cannot be told by then. */
  private Optional<Boolean> ready(Deadline look)
      throws FailedException, IOException, InterruptedException {
    if (look.passed()) {
      return Optional.empty();
    }
    try {
      return Optional.of(holds(look));
    } catch (FailedException e) {
      if (look.passed()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
