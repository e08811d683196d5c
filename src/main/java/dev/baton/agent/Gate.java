package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Announcement;
import dev.baton.action.Json;
import dev.baton.action.Refusal;
import dev.baton.action.Resource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides whether an order is carried out. All rules stand here, in the order they are applied. */
final class Gate {

  private final Parts parts;
  private final Boot boot;
  private final Epochs epochs;
  private final Guard guard;
  private final Journal journal;
  private final Runner runner;
  private final Expectations expectations;

  // One order at a time is weighed per resource: two must not both find it free.
  private final Map<Resource, ReentrantLock> locks = new EnumMap<>(Resource.class);

  Gate(Parts parts, Boot boot, Epochs epochs, Guard guard, Journal journal, Runner runner) {
    this.parts = parts;
    this.boot = boot;
    this.epochs = epochs;
    this.guard = guard;
    this.journal = journal;
    this.runner = runner;
    this.expectations = new Expectations(parts);
    for (Resource resource : Resource.values()) {
      locks.put(resource, new ReentrantLock());
    }
  }

  /** The entry of that order, begun or from an earlier time. Safe to repeat. */
  Entry admit(String id, Map<String, @Nullable Object> body)
      throws RefusedException, InterruptedException {
    ActionType type = type(body.get("type"));
    ActionRequest request = parsed(() -> ActionRequest.fromMap(body));
    if (!type.changing()) {
      throw new RefusedException(
          Refusal.Code.MALFORMED, type.wireName() + " changes nothing: POST it to /v1/reads");
    }
    if (!Journal.fits(id)) {
      throw new RefusedException(Refusal.Code.MALFORMED, "the id is empty or too long");
    }
    requireParams(type, request.params());
    ReentrantLock lock = Optional.ofNullable(locks.get(type.resource())).orElseThrow();
    lock.lockInterruptibly();
    try {
      Optional<Entry> known = journal.find(id);
      if (known.isPresent()) {
        return same(known.get(), request);
      }
      return accept(id, request);
    } finally {
      lock.unlock();
    }
  }

  /**
   * From here on nothing is taken from a replica that held the scope before this one, and the role
   * it assigns is this host's.
   */
  void announce(String scope, Map<String, @Nullable Object> body) throws RefusedException {
    Announcement announcement = parsed(() -> Announcement.fromMap(scope, body));
    epochs.admit(announcement);
    guard.confirm(announcement);
  }

  private Entry accept(String id, ActionRequest request)
      throws RefusedException, InterruptedException {
    epochs.admitOrder(request.announcement());
    if (!request.session().equals(boot.session())) {
      throw new RefusedException(
          Refusal.Code.STALE_SESSION,
          "the order was composed for an earlier run of this agent; look again",
          Map.of("session", boot.session()));
    }
    epochs.admitSequence(request);
    Optional<String> running = runner.runningOn(request.type().resource());
    if (running.isPresent()) {
      throw new RefusedException(
          Refusal.Code.BUSY,
          "%s is under way".formatted(running.get()),
          Map.of("running", running.get()));
    }
    expectations.require(request);
    Entry entry = journal.accept(id, request, boot);
    epochs.accepted(request);
    runner.start(entry);
    return entry;
  }

  private static Entry same(Entry known, ActionRequest request) throws RefusedException {
    if (!known.digest().equals(request.digest())) {
      throw new RefusedException(
          Refusal.Code.ID_REUSED, "this id stands for another order", Map.of("id", known.id()));
    }
    return known;
  }

  /** Reads from the live host; needs no epoch, so that a replaced replica can still look. */
  Map<String, Object> read(String name, Map<String, @Nullable Object> body)
      throws RefusedException, InterruptedException {
    ActionType type = type(name);
    if (type.changing()) {
      throw new RefusedException(
          Refusal.Code.MALFORMED, name + " changes the host: PUT it to /v1/actions");
    }
    Map<String, String> params = new TreeMap<>();
    try {
      Json.object(body.getOrDefault("params", Map.of()), "params")
          .forEach((key, value) -> params.put(key, String.valueOf(value)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Refusal.Code.MALFORMED, String.valueOf(e.getMessage()));
    }
    requireParams(type, params);
    return runner.read(type, params, type.timeout());
  }

  private void requireParams(ActionType type, Map<String, String> params) throws RefusedException {
    if (!parts.has(type.resource())) {
      throw new RefusedException(
          Refusal.Code.NOT_IN_POLICY, "the policy of this host has no part for " + type.wireName());
    }
    if (!params.keySet().equals(type.parameters())) {
      throw new RefusedException(
          Refusal.Code.MALFORMED,
          "%s takes the parameters %s, not %s"
              .formatted(type.wireName(), type.parameters(), params.keySet()));
    }
  }

  private static ActionType type(@Nullable Object name) throws RefusedException {
    return ActionType.named(String.valueOf(name))
        .orElseThrow(() ->
            new RefusedException(
                Refusal.Code.UNKNOWN_ACTION, "this agent knows no action '" + name + "'"));
  }

  private static <T> T parsed(Supplier<T> document) throws RefusedException {
    try {
      return document.get();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Refusal.Code.MALFORMED, String.valueOf(e.getMessage()));
    }
  }
}
