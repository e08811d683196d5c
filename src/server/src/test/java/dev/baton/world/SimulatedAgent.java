package dev.baton.world;

import dev.baton.host.AgentReply;
import dev.baton.host.HostBinding;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.InstallationId;
import dev.baton.protocol.RefusalCode;
import dev.baton.protocol.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An agent's gate and journal: what it lets through, in the same order of rules as the real one,
 * and what it answers a repeat.
 */
public final class SimulatedAgent {

  /** What becomes of an order that is let through. */
  public enum Course {
    ORDINARY,
    /** It is still being done when it is asked for the first time. */
    SLOW,
    /** Done, and then the agent went down before it could write that down. */
    LOST_AFTER_EFFECT,
    /** Written down, and then the agent went down before it did anything. */
    LOST_BEFORE_EFFECT
  }

  /** An accepted order; without an answer it is under way. */
  private record Entry(
      String digest, Optional<ActionRequest> request, Optional<AgentReply> answer) {}

  private final Map<ActionType, Work> works;
  private final UnaryOperator<Map<String, String>> facts;
  private final Map<String, Entry> journal = new HashMap<>();
  private final Map<String, ActionRequest> owners = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, ActionRequest> delayed = new HashMap<>();
  private Optional<ActionRequest> bound = Optional.empty();
  private Optional<ActionRequest> refused = Optional.empty();
  private final List<String> executed = new ArrayList<>();
  private int session = 1;

  /**
   * @param facts what is found, for expectations to be compared with; given what is expected
   */
  public SimulatedAgent(Map<ActionType, Work> works, UnaryOperator<Map<String, String>> facts) {
    this.works = works;
    this.facts = facts;
  }

  public String session() {
    return "session " + session;
  }

  /** Ids of the orders that were carried out, in that order; one twice would be here twice. */
  public List<String> executed() {
    return executed;
  }

  /** On the network: it arrives right after the agent has been asked for it in vain. */
  void delay(String id, ActionRequest request) {
    delayed.put(id, request);
  }

  /** As if that order had been carried out before; which order it was nobody knows. */
  public void did(String id, AgentReply answer) {
    journal.putIfAbsent(id, new Entry("", Optional.empty(), Optional.of(answer)));
  }

  AgentReply read(ActionType type, Map<String, String> params) {
    Work work = works.get(type);
    return work == null || type.changing() ? notInPolicy(type) : work.on(params);
  }

  public AgentReply perform(String id, ActionRequest request, Course course) {
    Optional<AgentReply> disobeyed = disobeyed(request);
    if (disobeyed.isPresent()) {
      return disobeyed.get();
    }
    Entry known = journal.get(id);
    if (known != null) {
      return known.digest().equals(request.digest())
          ? known.answer().orElse(Replies.RUNNING)
          : refuse(RefusalCode.ID_REUSED, "this id stands for another order");
    }
    Optional<AgentReply> refusal = refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    sequences.put(resource(request), request.sequence());
    return accept(id, request, course);
  }

  /** The refusal of an order that it does not obey; the first order binds it. */
  public Optional<AgentReply> disobeyed(ActionRequest request) {
    ActionRequest owner = bound.orElse(request);
    bound = Optional.of(owner);
    if (owner.installation().equals(request.installation())
        && owner.scope().equals(request.scope())) {
      return Optional.empty();
    }
    refused = Optional.of(request);
    return Optional.of(refuse(RefusalCode.BOUND_ELSEWHERE, "it obeys " + owner.scope()));
  }

  /** Whom it obeys, as a control plane of that installation is told. */
  public HostBinding binding(InstallationId ours) {
    Map<String, String> told = new HashMap<>();
    bound.ifPresent(owner -> {
      told.put("installation", owner.installation().value());
      told.put("pair", owner.scope());
      told.put("since", "2026-01-01T00:00:00Z");
      told.put("ours", Boolean.toString(owner.installation().equals(ours)));
    });
    refused.ifPresent(other -> {
      told.put("refusedInstallation", other.installation().value());
      told.put("refusedPair", other.scope());
      told.put("refusedBy", "baton://control-plane/" + other.instance());
      told.put("refusedAt", "2026-01-01T00:00:00Z");
    });
    return new HostBinding(told);
  }

  /** As root on the host would. */
  public void release() {
    bound = Optional.empty();
    refused = Optional.empty();
  }

  private AgentReply accept(String id, ActionRequest request, Course course) {
    return switch (course) {
      case ORDINARY -> end(id, request, execute(id, request));
      case SLOW -> {
        journal.put(id, new Entry(request.digest(), Optional.of(request), Optional.empty()));
        yield Replies.RUNNING;
      }
      case LOST_AFTER_EFFECT -> {
        execute(id, request);
        yield lose(id, request);
      }
      case LOST_BEFORE_EFFECT -> lose(id, request);
    };
  }

  /** It is another run of it now; its journal stays. */
  void restart() {
    session++;
  }

  private AgentReply lose(String id, ActionRequest request) {
    restart();
    return end(id, request, Replies.LOST);
  }

  private AgentReply execute(String id, ActionRequest request) {
    executed.add(id);
    return works
        .getOrDefault(request.type(), p -> notInPolicy(request.type()))
        .on(request.params());
  }

  private AgentReply end(String id, ActionRequest request, AgentReply answer) {
    journal.put(id, new Entry(request.digest(), Optional.of(request), Optional.of(answer)));
    return answer;
  }

  public AgentReply lookUp(String id) {
    Entry known = journal.get(id);
    if (known == null) {
      ActionRequest order = delayed.remove(id);
      if (order != null) {
        perform(id, order, Course.ORDINARY);
      }
      return refuse(RefusalCode.UNKNOWN_ID, "no order has the id " + id);
    }
    if (known.answer().isEmpty()) {
      ActionRequest order = known.request().orElseThrow();
      end(id, order, execute(id, order));
      return Replies.RUNNING;
    }
    return known.answer().get();
  }

  private Optional<AgentReply> refusal(ActionRequest request) {
    if (!works.containsKey(request.type())) {
      return Optional.of(notInPolicy(request.type()));
    }
    ActionRequest owner = owners.getOrDefault(request.scope(), request);
    boolean otherReplica =
        owner.epoch() == request.epoch() && !owner.instance().equals(request.instance());
    if (request.epoch() < owner.epoch() || otherReplica) {
      return Optional.of(refuse(RefusalCode.STALE_EPOCH, "that epoch is over"));
    }
    owners.put(request.scope(), request);
    if (!request.session().equals(session())) {
      return Optional.of(refuse(RefusalCode.STALE_SESSION, "composed for an earlier run"));
    }
    if (request.sequence() <= sequences.getOrDefault(resource(request), -1L)) {
      return Optional.of(refuse(RefusalCode.STALE_SEQUENCE, "overtaken by a later order"));
    }
    if (busy(request.type().resource())) {
      return Optional.of(refuse(RefusalCode.BUSY, "another order is under way"));
    }
    return unmet(request);
  }

  private boolean busy(Resource resource) {
    return journal.values().stream()
        .filter(entry -> entry.answer().isEmpty())
        .flatMap(entry -> entry.request().stream())
        .anyMatch(request -> request.type().resource().equals(resource));
  }

  private Optional<AgentReply> unmet(ActionRequest request) {
    Map<String, String> found = facts.apply(request.expect());
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
                RefusalCode.PRECONDITION_FAILED, "%s finds %s".formatted(request, wrong), wrong));
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

  private static AgentReply notInPolicy(ActionType type) {
    return refuse(RefusalCode.NOT_IN_POLICY, "no part for " + type.wireName());
  }

  private static AgentReply refuse(RefusalCode code, String why) {
    return Replies.refused(code, why, Map.of());
  }
}
