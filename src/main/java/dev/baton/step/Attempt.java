package dev.baton.step;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Refusal;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One attempt at one step: what the step was planned with, and the hands to carry it out.
 *
 * @param step id of the planned step
 * @param params of the planned step, or of its undo
 * @param number counted from 1; part of the command id
 * @param resumed whether a replica that is gone may have sent the order already
 */
public record Attempt(
    PairState pair,
    String step,
    Optional<HostId> host,
    Map<String, String> params,
    boolean undo,
    int number,
    Instant deadline,
    boolean resumed,
    String replica,
    String actor,
    HostAgent agent,
    Sessions sessions,
    InstantSource clock) {

  private static final Duration LOOK_UP = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The operation it belongs to. */
  public OperationState operation() {
    return pair.operation().orElseThrow();
  }

  /** What the plan gave it to go by. */
  Planned planned() {
    return new Planned(step, host, params);
  }

  /** A parameter the plan gave; a plan without it is a bug. */
  public String param(String name) {
    return planned().param(name);
  }

  /** The host the step acts on. */
  public HostId onHost() {
    return planned().onHost();
  }

  /** How much time is left; never negative. */
  public Duration left() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Has one order done under this attempt's command id. A lost answer is asked for again by that id
   * until the deadline; it is never sent a second time as a new order.
   */
  public HostReply perform(Order order, Map<String, String> expect) {
    HostId target = order.host();
    ActionType type = order.type();
    Map<String, String> params = order.params();
    String id = order.commandId(operation().id(), step, number, undo);
    if (resumed) {
      HostReply asked = agent.lookUp(target, id, LOOK_UP);
      HostReply known =
          settle(
              target,
              id,
              notAsked(asked)
                  ? new HostReply.Unknown(
                      "it may have been sent before, and the agent is not there")
                  : asked);
      if (!refusedWith(known, Refusal.Code.UNKNOWN_ID)) {
        return known;
      }
    }
    HostReply reply = once(target, id, type, params, expect);
    // Asked for by its id and not known: the order never arrived, so sending it again is no repeat.
    return refusedWith(reply, Refusal.Code.UNKNOWN_ID)
        ? again(target, id, type, params, expect)
        : reply;
  }

  private HostReply again(
      HostId target,
      String id,
      ActionType type,
      Map<String, String> params,
      Map<String, String> expect) {
    HostReply reply = once(target, id, type, params, expect);
    return refusedWith(reply, Refusal.Code.UNKNOWN_ID)
        ? new HostReply.Unknown("sent twice, and the agent does not know it", false)
        : reply;
  }

  private HostReply once(
      HostId target,
      String id,
      ActionType type,
      Map<String, String> params,
      Map<String, String> expect) {
    HostReply reply = send(target, id, type, params, expect, sessions.of(agent, target));
    if (refusedWith(reply, Refusal.Code.STALE_SESSION)) {
      // The agent restarted before it saw the order: nothing was touched, and the expectations in
      // the order make it look afresh.
      reply = send(target, id, type, params, expect, sessions.renew(agent, target));
    }
    if (refusedWith(reply, Refusal.Code.ID_REUSED)) {
      // Command ids are ours alone: an earlier order did arrive, after it had been asked for.
      reply = new HostReply.Unknown("sent twice, accepted once");
    }
    return settle(target, id, reply);
  }

  private HostReply send(
      HostId target,
      String id,
      ActionType type,
      Map<String, String> params,
      Map<String, String> expect,
      Optional<String> session) {
    if (session.isEmpty()) {
      return new HostReply.Refused(
          "unreachable",
          "the agent of %s does not answer; nothing was sent".formatted(target),
          Map.of());
    }
    ActionRequest request =
        new ActionRequest(
            type,
            pair.pair().value(),
            pair.epoch(),
            pair.term(),
            pair.version(),
            replica,
            session.get(),
            left(),
            expect,
            params,
            operation().id().value(),
            step,
            actor);
    return agent.perform(target, id, request);
  }

  private HostReply settle(HostId target, String id, HostReply reply) {
    HostReply last = reply;
    while (last instanceof HostReply.Unknown unknown && unknown.open() && !left().isZero()) {
      Pause.shortly();
      HostReply found = agent.lookUp(target, id, LOOK_UP);
      // Not being able to ask says nothing about the order that was sent before.
      last = notAsked(found) ? last : found;
    }
    return last;
  }

  /** Reads from the step's own host. */
  public HostReply read(ActionType type, Map<String, String> params) {
    return read(onHost(), type, params);
  }

  /**
   * Reads from any host of the pair. One lost packet is no reason to turn back: an agent that does
   * not answer is asked again for some seconds.
   */
  public HostReply read(HostId target, ActionType type, Map<String, String> params) {
    Instant giveUp = clock.instant().plus(PATIENCE);
    HostReply reply = agent.read(target, type, params, READ);
    while (unanswered(reply) && clock.instant().isBefore(giveUp) && !left().isZero()) {
      Pause.shortly();
      reply = agent.read(target, type, params, READ);
    }
    return reply;
  }

  private static boolean unanswered(HostReply reply) {
    return reply instanceof HostReply.Unknown unknown
        ? unknown.open()
        : refusedWith(reply, "unreachable");
  }

  /** What an agent sees now. */
  public Sight observe(HostId target) {
    return agent.observe(target, 0, Duration.ZERO);
  }

  /** {@code Done} when a reading of the step's own host shows exactly these values. */
  public HostReply shows(ActionType type, Map<String, String> expected) {
    return switch (read(type, Map.of())) {
      case HostReply.Done done -> compare(done.evidence(), expected);
      case HostReply.Refused refused -> new HostReply.Unknown(refused.why());
      case HostReply.Unknown unknown -> unknown;
    };
  }

  /** {@code Done} when one part of what the agent sees shows exactly these values. */
  public HostReply sees(
      Function<Observation, Map<String, String>> part, Map<String, String> expected) {
    return switch (observe(onHost())) {
      case Sight.Seen(var observation) -> compare(part.apply(observation), expected);
      case Sight.NotSeen(var code, var why) -> new HostReply.Unknown(why);
    };
  }

  private HostReply compare(Map<String, String> actual, Map<String, String> expected) {
    return actual.entrySet().containsAll(expected.entrySet())
        ? new HostReply.Done(actual, Duration.ZERO)
        : new HostReply.Refused(
            "not-so", "%s shows %s, not %s".formatted(onHost(), actual, expected), actual);
  }

  private static boolean notAsked(HostReply reply) {
    return refusedWith(reply, "unreachable")
        || refusedWith(reply, "untrusted")
        || refusedWith(reply, "unregistered");
  }

  private static boolean refusedWith(HostReply reply, Refusal.Code code) {
    return refusedWith(reply, code.wireName());
  }

  private static boolean refusedWith(HostReply reply, String code) {
    return reply instanceof HostReply.Refused refused && refused.code().equals(code);
  }
}
