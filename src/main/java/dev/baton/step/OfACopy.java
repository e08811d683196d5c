package dev.baton.step;

import dev.baton.host.HostReply;
import java.util.Map;

/**
 * A step on a throw-away copy. Nobody has to find out how a lost order ended: the copy is removed
 * either way, so not knowing counts as a refusal, and the drill goes back.
 */
interface OfACopy extends OneAction {

  @Override
  default HostReply run(Attempt attempt) {
    return settled(attempt, OneAction.super.run(attempt));
  }

  /** A removal on the way back stays unknown: going back once more would not help. */
  static HostReply settled(Attempt attempt, HostReply reply) {
    return reply instanceof HostReply.Unknown lost && !attempt.undo()
        ? new HostReply.Refused("lost", lost.why(), Map.of())
        : reply;
  }

  @Override
  default HostReply probe(Attempt attempt) {
    return new HostReply.Unknown("only its maker can say whether a copy is whole", false);
  }
}
