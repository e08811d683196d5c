package dev.baton.agent;

import java.io.IOException;
import java.util.Map;

/** Ends and deletes the throw-away copy. */
final class DrillRemove {

  private final ThrowAway copy;

  DrillRemove(PostgresServer server) {
    this.copy = new ThrowAway(server);
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    long begun = System.nanoTime();
    boolean already = !copy.exists();
    copy.remove(run.deadline());
    return Map.of(
        "folder", copy.root().toString(),
        "already", Boolean.toString(already),
        "exists", Boolean.toString(copy.exists()),
        "removeMs", Long.toString(Waiting.millisSince(begun)));
  }
}
