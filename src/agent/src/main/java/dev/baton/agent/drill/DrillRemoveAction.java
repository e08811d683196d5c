package dev.baton.agent.drill;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.postgres.PostgresServer;
import java.io.IOException;
import java.util.Map;

/** Ends and deletes the throw-away copy. */
public final class DrillRemoveAction {

  private final ScratchCluster copy;

  public DrillRemoveAction(PostgresServer server) {
    this.copy = new ScratchCluster(server);
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    long begun = System.nanoTime();
    boolean already = !copy.exists();
    copy.remove(actionContext.deadline());
    return Map.of(
        "folder", copy.root().toString(),
        "already", Boolean.toString(already),
        "exists", Boolean.toString(copy.exists()),
        "removeMs", Long.toString(Poll.millisSince(begun)));
  }
}
