package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Arrays;
import java.util.Map;

/**
 * Deletes data folders that base backups took the place of: those named in the plan and no other.
 */
record PruneFolders() implements OneAction {

  @Override
  public String name() {
    return "prune-folders";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_PRUNE;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("folders", planned.param("folders"));
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.read(ActionType.POSTGRES_KEPT, Map.of()) instanceof HostReply.Done kept
        ? Arrays.stream(attempt.param("folders").split(" ", -1))
                .noneMatch(kept.evidence()::containsKey)
            ? kept
            : new HostReply.Refused("not-so", "they are still there", kept.evidence())
        : new HostReply.Unknown("%s does not say what is kept".formatted(attempt.onHost()));
  }
}
