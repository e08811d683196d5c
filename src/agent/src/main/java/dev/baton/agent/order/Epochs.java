package dev.baton.agent.order;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.os.DurableFiles;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.Json;
import dev.baton.protocol.RefusalCode;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The highest epoch and term seen per scope, on disk before anything is done under them: a
 * control-plane replica that was replaced while it was paused can do nothing here.
 */
public final class Epochs {

  private static final String FILE = "epochs.json";

  private final Path file;
  private final Map<String, NewestEpoch> scopes = new TreeMap<>();

  // Only in memory: after a restart every older order is refused by its session.
  private final Map<String, Long> sequences = new HashMap<>();

  /** The newest epoch of one scope and the replica it belongs to. */
  record NewestEpoch(long epoch, String instance, long term) {

    Map<String, Object> toMap() {
      return Map.of("epoch", epoch, "instance", instance, "term", term);
    }
  }

  public Epochs(Path state) throws IOException {
    file = state.resolve(FILE);
    if (Files.exists(file)) {
      Json.readObject(Files.readString(file))
          .forEach((scope, seen) -> scopes.put(scope, seen(seen)));
    }
  }

  private static NewestEpoch seen(@Nullable Object value) {
    Map<String, @Nullable Object> map = Json.object(value, "epoch");
    if (map.get("epoch") instanceof Long epoch
        && map.get("instance") instanceof String instance
        && map.get("term") instanceof Long term) {
      return new NewestEpoch(epoch, instance, term);
    }
    throw new IllegalArgumentException("epochs.json is damaged; restore it or ask for help");
  }

  public synchronized Map<String, Object> toMap() {
    Map<String, Object> map = new TreeMap<>();
    scopes.forEach((scope, seen) -> map.put(scope, seen.toMap()));
    return map;
  }

  /** Refuses a replaced replica; remembers a newer one for good. */
  synchronized void admit(Announcement replica) throws RefusedException {
    NewestEpoch seen = scopes.getOrDefault(replica.scope(), new NewestEpoch(-1, "", 0));
    boolean otherReplica =
        replica.epoch() == seen.epoch() && !replica.instance().equals(seen.instance());
    if (replica.epoch() < seen.epoch() || otherReplica) {
      throw new RefusedException(
          RefusalCode.STALE_EPOCH,
          "epoch %d of '%s' from '%s' is over; '%s' holds epoch %d"
              .formatted(
                  replica.epoch(),
                  replica.scope(),
                  replica.instance(),
                  seen.instance(),
                  seen.epoch()),
          Map.of("highestEpoch", Long.toString(seen.epoch()), "instance", seen.instance()));
    }
    NewestEpoch now =
        new NewestEpoch(replica.epoch(), replica.instance(), Math.max(seen.term(), replica.term()));
    if (!now.equals(seen)) {
      remember(replica.scope(), now);
    }
  }

  /**
   * Admits the replica of an order. When nothing but the term is new, the order's own line in the
   * journal keeps it until this file does, and the order need not wait for both.
   */
  synchronized void admitOrder(Announcement replica) throws RefusedException {
    NewestEpoch seen = scopes.get(replica.scope());
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
    Thread.ofVirtual().name("epochs").start(this::writeDown);
  }

  /** Remembers the epoch and term of an order from an earlier run. */
  public synchronized void recall(Announcement replica) {
    scopes.computeIfPresent(
        replica.scope(),
        (scope, seen) ->
            new NewestEpoch(seen.epoch(), seen.instance(), Math.max(seen.term(), replica.term())));
  }

  /** The host was released: the epochs of its former owner bind nobody else. */
  public synchronized void forget() throws IOException {
    DurableFiles.delete(file);
    scopes.clear();
    sequences.clear();
  }

  /** Forgets them where no agent runs. */
  public static void delete(Path state) throws IOException {
    DurableFiles.delete(state.resolve(FILE));
  }

  private synchronized void writeDown() {
    try {
      DurableFiles.replace(file, Json.write(toMap()));
    } catch (IOException e) {
      System.err.println("the term is kept by the journal alone: " + e);
    }
  }

  private void remember(String scope, NewestEpoch seen) throws RefusedException {
    Map<String, Object> map = toMap();
    map.put(scope, seen.toMap());
    try {
      DurableFiles.replace(file, Json.write(map));
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.JOURNAL_UNWRITABLE, "the epoch cannot be written down: " + e.getMessage());
    }
    scopes.put(scope, seen);
  }

  /** Refuses an order that was overtaken by a later one to the same resource. */
  synchronized void admitSequence(ActionRequest request) throws RefusedException {
    long last = sequences.getOrDefault(key(request), -1L);
    if (request.sequence() <= last) {
      throw new RefusedException(
          RefusalCode.STALE_SEQUENCE,
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
