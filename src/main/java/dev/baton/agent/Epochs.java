package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.Announcement;
import dev.baton.action.Json;
import dev.baton.action.Refusal;
import dev.baton.action.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The highest epoch and term seen per scope, on disk before anything is done under them: a
 * control-plane replica that slept through its own replacement can do nothing here.
 */
final class Epochs {

  private final Path file;
  private final Map<String, Seen> scopes = new TreeMap<>();

  // Only in memory: after a restart every older order is refused by its session.
  private final Map<String, Long> sequences = new HashMap<>();

  /** The newest epoch of one scope and the replica it belongs to. */
  record Seen(long epoch, String instance, long term) {

    Map<String, Object> toMap() {
      return Map.of("epoch", epoch, "instance", instance, "term", term);
    }
  }

  Epochs(Path state) throws IOException {
    file = state.resolve("epochs.json");
    if (Files.exists(file)) {
      Json.readObject(Files.readString(file))
          .forEach((scope, seen) -> scopes.put(scope, seen(seen)));
    }
  }

  private static Seen seen(@Nullable Object value) {
    Map<String, @Nullable Object> map = Json.object(value, "epoch");
    if (map.get("epoch") instanceof Long epoch
        && map.get("instance") instanceof String instance
        && map.get("term") instanceof Long term) {
      return new Seen(epoch, instance, term);
    }
    throw new IllegalArgumentException("epochs.json is damaged; restore it or ask for help");
  }

  synchronized Map<String, Object> toMap() {
    Map<String, Object> map = new TreeMap<>();
    scopes.forEach((scope, seen) -> map.put(scope, seen.toMap()));
    return map;
  }

  /** Refuses a replaced replica; remembers a newer one for good. */
  synchronized void admit(Announcement replica) throws RefusedException {
    Seen seen = scopes.getOrDefault(replica.scope(), new Seen(-1, "", 0));
    boolean otherReplica =
        replica.epoch() == seen.epoch() && !replica.instance().equals(seen.instance());
    if (replica.epoch() < seen.epoch() || otherReplica) {
      throw new RefusedException(
          Refusal.Code.STALE_EPOCH,
          "epoch %d of '%s' from '%s' is over; '%s' holds epoch %d"
              .formatted(
                  replica.epoch(),
                  replica.scope(),
                  replica.instance(),
                  seen.instance(),
                  seen.epoch()),
          Map.of("highestEpoch", Long.toString(seen.epoch()), "instance", seen.instance()));
    }
    Seen now = new Seen(replica.epoch(), replica.instance(), Math.max(seen.term(), replica.term()));
    if (!now.equals(seen)) {
      remember(replica.scope(), now);
    }
  }

  /**
   * The same for an order. When nothing but the term is new, the order's own line in the journal
   * keeps it until this file does, and the order need not wait for both.
   */
  synchronized void admitOrder(Announcement replica) throws RefusedException {
    Seen seen = scopes.get(replica.scope());
    boolean onlyTheTerm =
        seen != null
            && replica.epoch() == seen.epoch()
            && replica.instance().equals(seen.instance())
            && replica.term() > seen.term();
    if (!onlyTheTerm) {
      admit(replica);
      return;
    }
    recall(replica);
    Thread unused = Thread.ofVirtual().name("epochs").start(this::writeDown);
  }

  /** Takes in what an order of an earlier run was given under. */
  synchronized void recall(Announcement replica) {
    scopes.computeIfPresent(
        replica.scope(),
        (scope, seen) ->
            new Seen(seen.epoch(), seen.instance(), Math.max(seen.term(), replica.term())));
  }

  private synchronized void writeDown() {
    try {
      Durable.replace(file, Json.write(toMap()));
    } catch (IOException e) {
      System.err.println("the term is kept by the journal alone: " + e);
    }
  }

  private void remember(String scope, Seen seen) throws RefusedException {
    Map<String, Object> map = toMap();
    map.put(scope, seen.toMap());
    try {
      Durable.replace(file, Json.write(map));
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.Code.JOURNAL_UNWRITABLE, "the epoch cannot be written down: " + e.getMessage());
    }
    scopes.put(scope, seen);
  }

  /** Refuses an order that was overtaken by a later one to the same resource. */
  synchronized void admitSequence(ActionRequest request) throws RefusedException {
    long last = sequences.getOrDefault(key(request), -1L);
    if (request.sequence() <= last) {
      throw new RefusedException(
          Refusal.Code.STALE_SEQUENCE,
          "order %d was overtaken by order %d".formatted(request.sequence(), last),
          Map.of("lastSequence", Long.toString(last)));
    }
  }

  /** From here on only later orders are admitted. */
  synchronized void accepted(ActionRequest request) {
    sequences.put(key(request), request.sequence());
  }

  private static String key(ActionRequest request) {
    Resource resource = request.type().resource();
    return "%s/%d/%s".formatted(request.scope(), request.epoch(), resource);
  }
}
