package dev.baton.protocol;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One order to one agent. The id it goes under is in the path of the call, not in here.
 *
 * @param installation on whose behalf it comes; an agent obeys the one it is bound to
 * @param scope the pair it is for; epochs are counted per scope
 * @param epoch fencing token of the control-plane replica; the agent refuses lower ones than it has
 *     seen
 * @param term term of the pair the order belongs to, at least 1
 * @param sequence grows with every changing order to the same resource inside one epoch
 * @param instance the replica that sends it; the same epoch from another replica is refused
 * @param session the agent session the order was composed for, from {@code hello}
 * @param expect facts that must hold on the live host before anything is touched
 */
public record ActionRequest(
    ActionType type,
    InstallationId installation,
    String scope,
    long epoch,
    long term,
    long sequence,
    String instance,
    String session,
    Duration timeout,
    Map<String, String> expect,
    Map<String, String> params,
    String operation,
    String step,
    String actor) {

  public ActionRequest {
    expect = Map.copyOf(expect);
    params = Map.copyOf(params);
  }

  /** On whose behalf the order comes. */
  public Announcement announcement() {
    return new Announcement(installation, scope, epoch, term, instance);
  }

  /** The body of the call, with keys in a fixed order so that equal requests have equal digests. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new TreeMap<>();
    map.put("type", type.wireName());
    map.put("installation", installation.value());
    map.put("scope", scope);
    map.put("epoch", epoch);
    map.put("term", term);
    map.put("sequence", sequence);
    map.put("instance", instance);
    map.put("session", session);
    map.put("timeoutMs", timeout.toMillis());
    map.put("expect", new TreeMap<>(expect));
    map.put("params", new TreeMap<>(params));
    map.put("operation", operation);
    map.put("step", step);
    map.put("actor", actor);
    return map;
  }

  /** SHA-256 of the body, hexadecimal: two requests under one id are the same if this is. */
  public String digest() {
    return Digests.of(Json.write(toMap()));
  }

  /**
   * The request whose {@link #toMap} this is.
   *
   * @throws IllegalArgumentException if a key is missing, unknown or of the wrong kind, or a number
   *     out of range; the message names it
   */
  public static ActionRequest fromMap(Map<String, @Nullable Object> map) {
    RequestFields fields = new RequestFields(map);
    String type = fields.text("type");
    ActionRequest request =
        new ActionRequest(
            ActionType.named(type)
                .orElseThrow(() -> new IllegalArgumentException("no action named '" + type + "'")),
            new InstallationId(fields.text("installation")),
            fields.text("scope"),
            fields.number("epoch", 0),
            fields.number("term", 1),
            fields.number("sequence", 0),
            fields.text("instance"),
            fields.text("session"),
            Duration.ofMillis(fields.number("timeoutMs", 1)),
            fields.texts("expect"),
            fields.texts("params"),
            fields.text("operation"),
            fields.text("step"),
            fields.text("actor"));
    fields.requireNoOther();
    return request;
  }
}
