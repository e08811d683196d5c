package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has the application started on a throw-away copy and stopped again, by the policy's command. */
public final class ApplicationDrill {

  private final Policy.ApplicationPart policy;
  private final ApplicationProcess process;

  public ApplicationDrill(ApplicationProcess process) {
    this.policy = process.policy();
    this.process = process;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    if (policy.drill().isEmpty()) {
      throw new FailedException("the policy names no application.drill");
    }
    String host = actionContext.param(ActionParameter.HOST);
    String port = actionContext.param(ActionParameter.PORT);
    if (!host.matches("[0-9.]{7,15}") || !port.matches("[0-9]{1,5}")) {
      throw new FailedException(
          "the copy cannot be reached from here: '%s:%s' is no address and port; see postgres.drill.listen"
              .formatted(host, port));
    }
    if (process.status().running()) {
      throw new FailedException("%s runs here: it is not rehearsed".formatted(policy.name()));
    }
    List<String> words = new ArrayList<>(policy.drill());
    words.addAll(List.of(host, port));
    long begun = System.nanoTime();
    Programs.Exit outcome = process.run(words, actionContext.deadline());
    if (!outcome.succeeded()) {
      throw outcome.failed("application.drill", 3);
    }
    return Map.of(
        EvidenceKey.BOOT_MS.wireName(),
        Long.toString(Poll.millisSince(begun)),
        EvidenceKey.RUNNING.wireName(),
        "false");
  }
}
