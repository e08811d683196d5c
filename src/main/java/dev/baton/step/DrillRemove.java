package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Ends and deletes the throw-away copy; also what takes a copy back. */
record DrillRemove() implements OfACopy {

  @Override
  public String name() {
    return "drill-remove";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.DRILL_REMOVE;
  }

  @Override
  public HostReply run(Attempt attempt) {
    Order order = orders(attempt.planned()).getFirst();
    HostReply reply = attempt.perform(order, Map.of());
    // Nothing was sent: whoever restarts the agent must not have to see to the copy as well.
    while (unreachable(reply) && !attempt.left().isZero()) {
      Pause.shortly();
      reply = attempt.perform(order, Map.of());
    }
    boolean lost = reply instanceof HostReply.Unknown;
    return OfACopy.settled(
        attempt, lost && probe(attempt) instanceof HostReply.Done gone ? gone : reply);
  }

  private static boolean unreachable(HostReply reply) {
    return reply instanceof HostReply.Refused refused && refused.code().equals("unreachable");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(ActionType.DRILL_LOOK, Map.of("exists", "false"));
  }
}
