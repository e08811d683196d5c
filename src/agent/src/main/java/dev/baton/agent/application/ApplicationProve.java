package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Has the application show by writing that it works: its health may be good on a database that
 * takes no writes, or on another one.
 */
public final class ApplicationProve {

  private final ApplicationProcess process;

  public ApplicationProve(ApplicationProcess process) {
    this.process = process;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    List<String> words = process.policy().prove();
    if (words.isEmpty()) {
      throw new FailedException("the policy names no application.prove");
    }
    long start = System.nanoTime();
    Programs.Exit outcome = process.run(words, actionContext.deadline());
    if (!outcome.succeeded()) {
      throw outcome.failed(words.getFirst(), 2);
    }
    return Map.of(
        EvidenceKey.COMMAND.wireName(), words.getFirst(),
        EvidenceKey.OUTPUT.wireName(), outcome.lastLines(1),
        EvidenceKey.ELAPSED_MS.wireName(), Long.toString(Poll.millisSince(start)));
  }
}
