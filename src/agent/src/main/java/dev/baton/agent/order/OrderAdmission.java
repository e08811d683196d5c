package dev.baton.agent.order;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.binding.AgentBinding;
import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.host.HostResources;
import dev.baton.agent.host.Preconditions;
import dev.baton.agent.os.Boot;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.Json;
import dev.baton.protocol.RefusalCode;
import dev.baton.protocol.Resource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides whether an order is carried out. Holds all rules, in the order they are applied. */
public final class OrderAdmission {

  private final HostResources hostResources;
  private final Boot boot;
  private final AgentBinding binding;
  private final Epochs epochs;
  private final BootGuard guard;
  private final Journal journal;
  private final ActionExecutor actionExecutor;
  private final Preconditions preconditions;

  // One order at a time is weighed per resource: two must not both find it free.
  private final Map<Resource, ReentrantLock> locks = new EnumMap<>(Resource.class);

  public OrderAdmission(
      HostResources hostResources,
      Boot boot,
      AgentBinding binding,
      Epochs epochs,
      BootGuard guard,
      Journal journal,
      ActionExecutor actionExecutor) {
    this.hostResources = hostResources;
    this.boot = boot;
    this.binding = binding;
    this.epochs = epochs;
    this.guard = guard;
    this.journal = journal;
    this.actionExecutor = actionExecutor;
    this.preconditions = new Preconditions(hostResources);
    for (Resource resource : Resource.values()) {
      locks.put(resource, new ReentrantLock());
    }
  }

  /**
   * The entry of that order, begun or from an earlier time. Safe to repeat.
   *
   * @param peer the name in the caller's certificate
   */
  public JournalEntry admit(String id, Map<String, @Nullable Object> body, String peer)
      throws RefusedException, InterruptedException {
    ActionType type = type(body.get("type"));
    ActionRequest request = parsed(() -> ActionRequest.fromMap(body));
    binding.admit(request.announcement(), peer);
    if (!type.changing()) {
      throw new RefusedException(
          RefusalCode.MALFORMED, type.wireName() + " changes nothing: POST it to /v1/reads");
    }
    if (!Journal.fits(id)) {
      throw new RefusedException(RefusalCode.MALFORMED, "the id is empty or too long");
    }
    requireParams(type, request.params());
    ReentrantLock lock = Optional.ofNullable(locks.get(type.resource())).orElseThrow();
    lock.lockInterruptibly();
    try {
      Optional<JournalEntry> known = journal.find(id);
      if (known.isPresent()) {
        return same(known.get(), request);
      }
      return accept(id, request);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The entry of an order that is to end half-way, as far as that is possible: a copy.
   *
   * @param scope the pair
   * @param peer the name in the caller's certificate
   */
  public JournalEntry cut(String scope, String id, Map<String, @Nullable Object> body, String peer)
      throws RefusedException {
    Announcement owner = parsed(() -> Announcement.fromMap(scope, body));
    JournalEntry entry = journal.known(id, scope);
    binding.admit(owner, peer);
    epochs.admitOrder(owner);
    entry.toEnd();
    return entry;
  }

  /**
   * From here on nothing is taken from a replica that held the scope before this one, and the role
   * it assigns is this host's.
   *
   * @param peer the name in the caller's certificate
   */
  public void announce(String scope, Map<String, @Nullable Object> body, String peer)
      throws RefusedException {
    Announcement announcement = parsed(() -> Announcement.fromMap(scope, body));
    if (announcement.retires()) {
      binding.retire(announcement, peer, () -> requireIdle(announcement));
      return;
    }
    binding.admit(announcement, peer);
    epochs.admit(announcement);
    guard.confirm(announcement);
  }

  /** What is under way was ordered by whoever retires the pair, and must be over before. */
  private void requireIdle(Announcement retirement) throws RefusedException {
    epochs.admit(retirement);
    for (Resource resource : Resource.values()) {
      Optional<String> busy = actionExecutor.runningOn(resource);
      if (busy.isPresent()) {
        throw new RefusedException(
            RefusalCode.BUSY, "order %s is under way on this host".formatted(busy.get()));
      }
    }
  }

  private JournalEntry accept(String id, ActionRequest request)
      throws RefusedException, InterruptedException {
    epochs.admitOrder(request.announcement());
    if (!request.session().equals(boot.session())) {
      throw new RefusedException(
          RefusalCode.STALE_SESSION,
          "the order was composed for an earlier run of this agent; look again",
          Map.of("session", boot.session()));
    }
    epochs.admitSequence(request);
    Optional<String> running = actionExecutor.runningOn(request.type().resource());
    if (running.isPresent()) {
      throw new RefusedException(
          RefusalCode.BUSY,
          "%s is under way".formatted(running.get()),
          Map.of("running", running.get()));
    }
    preconditions.require(request);
    JournalEntry entry = journal.accept(id, request, boot);
    epochs.accepted(request);
    actionExecutor.start(entry);
    return entry;
  }

  private static JournalEntry same(JournalEntry known, ActionRequest request)
      throws RefusedException {
    if (!known.digest().equals(request.digest())) {
      throw new RefusedException(
          RefusalCode.ID_REUSED, "this id stands for another order", Map.of("id", known.id()));
    }
    return known;
  }

  /** Reads from the live host; needs no epoch, so that a replaced replica can still look. */
  public Map<String, Object> read(String name, Map<String, @Nullable Object> body)
      throws RefusedException, InterruptedException {
    ActionType type = type(name);
    if (type.changing()) {
      throw new RefusedException(
          RefusalCode.MALFORMED, name + " changes the host: PUT it to /v1/actions");
    }
    Map<String, String> params = new TreeMap<>();
    try {
      Json.object(body.getOrDefault("params", Map.of()), "params")
          .forEach((key, value) -> params.put(key, String.valueOf(value)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(RefusalCode.MALFORMED, String.valueOf(e.getMessage()));
    }
    requireParams(type, params);
    return actionExecutor.read(type, params, type.timeout());
  }

  private void requireParams(ActionType type, Map<String, String> params) throws RefusedException {
    if (!hostResources.has(type.resource())) {
      throw new RefusedException(
          RefusalCode.NOT_IN_POLICY, "the policy of this host has no part for " + type.wireName());
    }
    if (!params.keySet().equals(type.parameters())) {
      throw new RefusedException(
          RefusalCode.MALFORMED,
          "%s takes the parameters %s, not %s"
              .formatted(type.wireName(), type.parameters(), params.keySet()));
    }
  }

  private static ActionType type(@Nullable Object name) throws RefusedException {
    return ActionType.named(String.valueOf(name))
        .orElseThrow(() ->
            new RefusedException(
                RefusalCode.UNKNOWN_ACTION, "this agent knows no action '" + name + "'"));
  }

  private static <T> T parsed(Supplier<T> document) throws RefusedException {
    try {
      return document.get();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(RefusalCode.MALFORMED, String.valueOf(e.getMessage()));
    }
  }
}
