package dev.baton.world;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Refusal;
import dev.baton.action.Resource;
import dev.baton.host.HostReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An agent's gate and journal: what it lets through, in the same order of rules as the real one,
 * and what it answers a repeat.
 */
final class SimulatedAgent {

  /** What becomes of an order that is let through. */
  enum Course {
    ORDINARY,
    /** It is still being done when it is asked for the first time. */
    SLOW,
    /** Done, and then the agent went down before it could write that down. */
    LOST_AFTER_EFFECT,
    /** Written down, and then the agent went down before it did anything. */
    LOST_BEFORE_EFFECT
  }

  /** An accepted order; without an answer it is under way. */
  private record Entry(String digest, ActionRequest request, Optional<HostReply> answer) {}

  private final Map<ActionType, Work> works;
  private final Supplier<Map<String, String>> facts;
  private final Map<String, Entry> journal = new HashMap<>();
  private final Map<String, ActionRequest> owners = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, ActionRequest> delayed = new HashMap<>();
  private final List<String> executed = new ArrayList<>();
  private int session = 1;

  /**
   * @param facts what expectations are compared with
   */
  SimulatedAgent(Map<ActionType, Work> works, Supplier<Map<String, String>> facts) {
    this.works = works;
    this.facts = facts;
  }

  String session() {
    return "session " + session;
  }

  /** Ids of the orders that were carried out, in that order; one twice would be here twice. */
  List<String> executed() {
    return executed;
  }

  /** On the network: it arrives right after the agent has been asked for it in vain. */
  void delay(String id, ActionRequest request) {
    delayed.put(id, request);
  }

  HostReply read(ActionType type, Map<String, String> params) {
    Work work = works.get(type);
    return work == null || type.changing() ? notInPolicy(type) : work.on(params);
  }

  HostReply perform(String id, ActionRequest request, Course course) {
    Entry known = journal.get(id);
    if (known != null) {
      return known.digest().equals(request.digest())
          ? known.answer().orElse(Replies.RUNNING)
          : refuse(Refusal.Code.ID_REUSED, "this id stands for another order");
    }
    Optional<HostReply> refusal = refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    sequences.put(resource(request), request.sequence());
    return accept(id, request, course);
  }

  private HostReply accept(String id, ActionRequest request, Course course) {
    return switch (course) {
      case ORDINARY -> end(id, request, execute(id, request));
      case SLOW -> {
        journal.put(id, new Entry(request.digest(), request, Optional.empty()));
        yield Replies.RUNNING;
      }
      case LOST_AFTER_EFFECT -> {
        HostReply unused = execute(id, request);
        yield lose(id, request);
      }
      case LOST_BEFORE_EFFECT -> lose(id, request);
    };
  }

  private HostReply lose(String id, ActionRequest request) {
    session++;
    return end(id, request, Replies.LOST);
  }

  private HostReply execute(String id, ActionRequest request) {
    executed.add(id);
    return works
        .getOrDefault(request.type(), p -> notInPolicy(request.type()))
        .on(request.params());
  }

  private HostReply end(String id, ActionRequest request, HostReply answer) {
    journal.put(id, new Entry(request.digest(), request, Optional.of(answer)));
    return answer;
  }

  HostReply lookUp(String id) {
    Entry known = journal.get(id);
    if (known == null) {
      ActionRequest order = delayed.remove(id);
      if (order != null) {
        HostReply unused = perform(id, order, Course.ORDINARY);
      }
      return refuse(Refusal.Code.UNKNOWN_ID, "no order has the id " + id);
    }
    if (known.answer().isEmpty()) {
      HostReply unused = end(id, known.request(), execute(id, known.request()));
      return Replies.RUNNING;
    }
    return known.answer().get();
  }

  private Optional<HostReply> refusal(ActionRequest request) {
    if (!works.containsKey(request.type())) {
      return Optional.of(notInPolicy(request.type()));
    }
    ActionRequest owner = owners.getOrDefault(request.scope(), request);
    boolean otherReplica =
        owner.epoch() == request.epoch() && !owner.instance().equals(request.instance());
    if (request.epoch() < owner.epoch() || otherReplica) {
      return Optional.of(refuse(Refusal.Code.STALE_EPOCH, "that epoch is over"));
    }
    owners.put(request.scope(), request);
    if (!request.session().equals(session())) {
      return Optional.of(refuse(Refusal.Code.STALE_SESSION, "composed for an earlier run"));
    }
    if (request.sequence() <= sequences.getOrDefault(resource(request), -1L)) {
      return Optional.of(refuse(Refusal.Code.STALE_SEQUENCE, "overtaken by a later order"));
    }
    if (busy(request.type().resource())) {
      return Optional.of(refuse(Refusal.Code.BUSY, "another order is under way"));
    }
    return unmet(request);
  }

  private boolean busy(Resource resource) {
    return journal.values().stream()
        .anyMatch(entry ->
            entry.answer().isEmpty() && entry.request().type().resource().equals(resource));
  }

  private Optional<HostReply> unmet(ActionRequest request) {
    Map<String, String> found = facts.get();
    Map<String, String> wrong = new HashMap<>();
    request
        .expect()
        .forEach((key, value) -> {
          String actual = found.getOrDefault(key, "unknown");
          boolean holds = key.equals("replayBeyond") ? beyond(actual, value) : actual.equals(value);
          if (!holds) {
            wrong.put(key, actual);
          }
        });
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Replies.refused(
                Refusal.Code.PRECONDITION_FAILED, "%s finds %s".formatted(request, wrong), wrong));
  }

  private static boolean beyond(String actual, String limit) {
    return !actual.equals("unknown") && position(actual) > position(limit);
  }

  private static long position(String lsn) {
    return Long.parseLong(lsn.substring(lsn.indexOf('/') + 1), 16);
  }

  private static String resource(ActionRequest request) {
    return "%s/%d/%s".formatted(request.scope(), request.epoch(), request.type().resource());
  }

  private static HostReply notInPolicy(ActionType type) {
    return refuse(Refusal.Code.NOT_IN_POLICY, "no part for " + type.wireName());
  }

  private static HostReply refuse(Refusal.Code code, String why) {
    return Replies.refused(code, why, Map.of());
  }
}
