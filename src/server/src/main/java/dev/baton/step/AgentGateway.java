package dev.baton.step;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls agents for one attempt: sends each order under the attempt's command id until it may have
 * arrived, asks for lost answers by that id, and repeats readings.
 *
 * @param agent for calls with limits of their own; nothing is repeated there
 * @param resend how long an order that certainly reached nobody is sent again (S19)
 */
public record AgentGateway(
    StepContext context, HostAgent agent, AgentSessions sessions, Duration resend) {

  /** Longer than an agent takes to restart, short against an outage. */
  public static final Duration RESEND = Duration.ofSeconds(15);

  private static final Duration LOOK_UP = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * How long an agent that may have the order may be silent before a person is asked, who can do
   * more than wait; orders of hours get a tenth of their time.
   */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** After its time an agent says how it ended, also one that was being started again just then. */
  private static final Duration ASK_ON = Duration.ofSeconds(15);

  /**
   * Has one order done under this attempt's command id. A lost answer is asked for again by that id
   * until the deadline; it is never sent a second time as a new order.
   */
  public AgentReply perform(AgentOrder order, Map<String, String> expect) {
    HostId target = order.host();
    String id = commandId(order);
    if (context.resumed()) {
      AgentReply asked = agent.lookUp(target, id, LOOK_UP);
      AgentReply known =
          settle(
              target,
              id,
              notAsked(asked)
                  ? new AgentReply.Unknown(
                      "it may have been sent before, and the agent is not there")
                  : asked);
      if (!refusedWith(known, RefusalCode.UNKNOWN_ID)) {
        return known;
      }
    }
    AgentReply reply = once(order, id, expect);
    // Asked for by its id and not known: the order never arrived, so sending it again is no repeat.
    return refusedWith(reply, RefusalCode.UNKNOWN_ID) ? again(order, id, expect) : reply;
  }

  /** Has an order of this attempt end half-way, if it is under way. */
  public AgentReply cut(AgentOrder order) {
    return agent.cut(
        order.host(),
        commandId(order),
        new Announcement(
            context.installation(),
            context.pair().pair().value(),
            context.pair().epoch(),
            context.pair().term(),
            context.replica()),
        LOOK_UP);
  }

  /** Of this attempt: what asks for an order or ends it must name what was sent. */
  private String commandId(AgentOrder order) {
    return order.commandId(
        context.operation().id(), context.step(), context.number(), context.undo());
  }

  private AgentReply again(AgentOrder order, String id, Map<String, String> expect) {
    AgentReply reply = once(order, id, expect);
    return refusedWith(reply, RefusalCode.UNKNOWN_ID)
        ? new AgentReply.Unknown("sent twice, and the agent does not know it", false)
        : reply;
  }

  /**
   * Only what never left this process is repeated (S19). Half of the time that is left is kept for
   * the order itself: one that is cut off half-way is worse than one that was never begun.
   */
  private AgentReply once(AgentOrder order, String id, Map<String, String> expect) {
    Duration half = context.left().dividedBy(2);
    Instant giveUp = context.clock().instant().plus(half.compareTo(resend) < 0 ? half : resend);
    AgentReply reply = inItsSession(order, id, expect);
    while (refusedWith(reply, RefusalCode.UNREACHABLE)
        && context.clock().instant().isBefore(giveUp)) {
      PollDelay.shortly();
      reply = inItsSession(order, id, expect);
    }
    return settle(order.host(), id, reply);
  }

  private AgentReply inItsSession(AgentOrder order, String id, Map<String, String> expect) {
    AgentReply reply = send(order, id, expect, sessions.of(agent, order.host()));
    if (refusedWith(reply, RefusalCode.STALE_SESSION)) {
      // The agent restarted before it saw the order: nothing was touched, and the expectations in
      // the order make it look afresh.
      reply = send(order, id, expect, sessions.renew(agent, order.host()));
    }
    // Command ids are ours alone: an earlier order did arrive, after it had been asked for.
    return refusedWith(reply, RefusalCode.ID_REUSED)
        ? new AgentReply.Unknown("sent twice, accepted once")
        : reply;
  }

  private AgentReply send(
      AgentOrder order, String id, Map<String, String> expect, Optional<String> session) {
    if (session.isEmpty()) {
      return new AgentReply.Refused(
          RefusalCode.UNREACHABLE,
          "the agent of %s does not answer; nothing was sent".formatted(order.host()),
          Map.of());
    }
    ActionRequest request =
        new ActionRequest(
            order.type(),
            context.installation(),
            context.pair().pair().value(),
            context.pair().epoch(),
            context.pair().term(),
            context.pair().version(),
            context.replica(),
            session.get(),
            context.left(),
            expect,
            order.params(),
            context.operation().id().value(),
            context.step(),
            context.actor());
    return agent.perform(order.host(), id, request);
  }

  private AgentReply settle(HostId target, String id, AgentReply reply) {
    if (!(reply instanceof AgentReply.Unknown)) {
      return reply;
    }
    Duration tenth = context.left().dividedBy(10);
    Duration patience = tenth.compareTo(SILENCE) > 0 ? tenth : SILENCE;
    Instant heard = context.clock().instant();
    AgentReply last = reply;
    while (last instanceof AgentReply.Unknown unknown
        && unknown.open()
        && context.clock().instant().isBefore(context.deadline().plus(ASK_ON))) {
      if (context.clock().instant().isAfter(heard.plus(patience))) {
        return new AgentReply.Unknown(
            "%s; %s has been silent for %d s".formatted(last.why(), target, patience.toSeconds()));
      }
      PollDelay.shortly();
      AgentReply found = agent.lookUp(target, id, LOOK_UP);
      // Not being able to ask says nothing about the order that was sent before.
      last = notAsked(found) ? last : found;
      if (last instanceof AgentReply.Unknown && answers(target)) {
        heard = context.clock().instant();
      }
    }
    return last;
  }

  /** An order under way is no silence. */
  private boolean answers(HostId target) {
    return agent.hello(target, LOOK_UP) instanceof AgentReply.Done;
  }

  /** Reads from the step's own host. */
  public AgentReply read(ActionType type, Map<String, String> params) {
    return read(context.onHost(), type, params);
  }

  /**
   * Reads from any host of the pair. One lost packet is no reason to turn back: an agent that does
   * not answer is asked again for some seconds.
   */
  public AgentReply read(HostId target, ActionType type, Map<String, String> params) {
    Instant giveUp = context.clock().instant().plus(PATIENCE);
    AgentReply reply = agent.read(target, type, params, READ);
    while (unanswered(reply)
        && context.clock().instant().isBefore(giveUp)
        && !context.left().isZero()) {
      PollDelay.shortly();
      reply = agent.read(target, type, params, READ);
    }
    return reply;
  }

  private static boolean unanswered(AgentReply reply) {
    return reply instanceof AgentReply.Unknown unknown
        ? unknown.open()
        : refusedWith(reply, RefusalCode.UNREACHABLE);
  }

  /** What an agent sees now. */
  public ObservationResult observe(HostId target) {
    return agent.observe(target, 0, Duration.ZERO);
  }

  /** {@code Done} when a reading of the step's own host shows exactly these values. */
  public AgentReply shows(ActionType type, Map<String, String> expected) {
    return switch (read(type, Map.of())) {
      case AgentReply.Done done -> compare(done.evidence(), expected);
      case AgentReply.Refused refused -> new AgentReply.Unknown(refused.why());
      case AgentReply.Unknown unknown -> unknown;
    };
  }

  /** {@code Done} when one part of what the agent sees shows exactly these values. */
  public AgentReply sees(
      Function<Observation, Map<String, String>> part, Map<String, String> expected) {
    return switch (observe(context.onHost())) {
      case ObservationResult.Seen(var observation) -> compare(part.apply(observation), expected);
      case ObservationResult.NotSeen(var code, var why) -> new AgentReply.Unknown(why);
    };
  }

  private AgentReply compare(Map<String, String> actual, Map<String, String> expected) {
    return actual.entrySet().containsAll(expected.entrySet())
        ? new AgentReply.Done(actual, Duration.ZERO)
        : new AgentReply.Refused(
            RefusalCode.NOT_SO,
            "%s shows %s, not %s".formatted(context.onHost(), actual, expected),
            actual);
  }

  /** A refused question says nothing of the order that was sent before. */
  private static boolean notAsked(AgentReply reply) {
    return reply instanceof AgentReply.Refused refused && !refused.code().touched();
  }

  private static boolean refusedWith(AgentReply reply, RefusalCode code) {
    return reply instanceof AgentReply.Refused refused && refused.code() == code;
  }
}
