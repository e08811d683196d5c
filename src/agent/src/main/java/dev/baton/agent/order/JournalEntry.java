package dev.baton.agent.order;

import dev.baton.agent.os.Poll;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionState;
import dev.baton.protocol.Json;
import dev.baton.protocol.UrlRedactor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One order and how far it has come. Its report is the answer to the control plane. */
public final class JournalEntry {

  private final String id;
  private final String digest;
  private final ActionRequest request;
  private final String bootId;
  private final Instant acceptedAt;
  private final long startNanos = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Map<String, String> progress = Map.of();
  private volatile Optional<Map<String, String>> notes = Optional.empty();
  private volatile Optional<Ending> ending = Optional.empty();
  private volatile boolean running;
  private volatile boolean toEnd;

  /** How it ended; never changes. What programs and logs said is kept without their secrets. */
  public record Ending(
      ActionState state, Map<String, String> result, Optional<String> error, long millis) {

    public Ending {
      result = redacted(result);
      error = error.map(UrlRedactor::redact);
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("state", state.name());
      map.put("result", new TreeMap<>(result));
      error.ifPresent(why -> map.put("error", why));
      map.put("elapsedMs", millis);
      return map;
    }
  }

  JournalEntry(String id, String digest, ActionRequest request, String bootId, Instant acceptedAt) {
    this.id = id;
    this.digest = digest;
    this.request = request;
    this.bootId = bootId;
    this.acceptedAt = acceptedAt;
  }

  public String id() {
    return id;
  }

  String digest() {
    return digest;
  }

  ActionRequest request() {
    return request;
  }

  String bootId() {
    return bootId;
  }

  Instant acceptedAt() {
    return acceptedAt;
  }

  /** Milliseconds since it was accepted, by the clock that does not jump within one agent run. */
  long millis() {
    return Poll.millisSince(startNanos);
  }

  /** What was noted just before its child was started; empty when it was not. */
  Optional<Map<String, String>> notes() {
    return notes;
  }

  void note(Map<String, String> facts) {
    notes = Optional.of(Map.copyOf(facts));
  }

  void progress(Map<String, String> facts) {
    progress = redacted(facts);
  }

  private static Map<String, String> redacted(Map<String, String> facts) {
    return facts.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, fact -> UrlRedactor.redact(fact.getValue())));
  }

  void begun() {
    running = true;
  }

  /** Nobody wants it any more; not kept, so whoever wants that says so until it has ended. */
  void toEnd() {
    toEnd = true;
  }

  boolean isToEnd() {
    return toEnd;
  }

  public Optional<Ending> ending() {
    return ending;
  }

  void end(Ending how) {
    ending = Optional.of(how);
    ended.countDown();
  }

  /** Blocks until it has ended or the wait is over; the report says which. */
  public void await(long millis) throws InterruptedException {
    ended.await(millis, TimeUnit.MILLISECONDS);
  }

  public Map<String, Object> report() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("bootId", bootId);
    ending.ifPresentOrElse(
        how -> map.putAll(how.toMap()),
        () -> {
          map.put("state", (running ? ActionState.RUNNING : ActionState.ACCEPTED).name());
          map.put("elapsedMs", millis());
          map.put("progress", new TreeMap<>(progress));
        });
    return map;
  }

  /** The first line of its journal file. */
  String acceptedLine() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("digest", digest);
    map.put("bootId", bootId);
    map.put("at", acceptedAt.toString());
    map.put("request", request.toMap());
    return Json.write(map) + "\n";
  }
}
