package dev.baton.host;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionState;
import dev.baton.action.ActionType;
import dev.baton.action.Announcement;
import dev.baton.action.Refusal;
import dev.baton.host.AgentCalls.Answer;
import dev.baton.pair.HostId;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reaches agents over mutual TLS; each call is one request, long waits are long polls. */
@ApplicationScoped
class HttpsHostAgent implements HostAgent {

  /** How long one long poll may last; below the idle limits of both sides. */
  private static final Duration POLL = Duration.ofSeconds(20);

  /** How long a fresh look may take: the agent gives up before. */
  private static final Duration LOOK = Duration.ofSeconds(9);

  /** What the network may add to an answer before it counts as lost. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private final AgentCalls calls;

  HttpsHostAgent(AgentCalls calls) {
    this.calls = calls;
  }

  @Override
  public HostReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    JsonObject body = new JsonObject().put("params", object(params));
    return reply(
        calls.call(
            host, HttpMethod.POST, "/v1/reads/" + type.wireName(), Optional.of(body), limit));
  }

  @Override
  public HostReply perform(HostId host, String commandId, ActionRequest request) {
    Instant end = Instant.now().plus(request.timeout()).plus(SLACK);
    JsonObject body = new JsonObject(request.toMap());
    Answer answer =
        calls.call(
            host, HttpMethod.PUT, path(commandId, POLL), Optional.of(body), POLL.plus(SLACK));
    return untilEnded(host, commandId, answer, end);
  }

  @Override
  public HostReply lookUp(HostId host, String commandId, Duration limit) {
    Instant end = Instant.now().plus(limit);
    return untilEnded(host, commandId, poll(host, commandId, limit), end);
  }

  @Override
  public Map<String, String> progress(HostId host, String commandId, Duration limit) {
    String path = path(commandId, Duration.ZERO);
    return calls.call(host, HttpMethod.GET, path, Optional.empty(), limit)
            instanceof Answer.Got(int status, JsonObject body)
        ? flat(body.getJsonObject("progress", new JsonObject()))
        : Map.of();
  }

  private HostReply untilEnded(HostId host, String commandId, Answer first, Instant end) {
    Answer answer = first;
    while (answer instanceof Answer.Got got && got.status() == 202) {
      Duration left = Duration.between(Instant.now(), end);
      if (left.isNegative()) {
        return new HostReply.Unknown("%s on %s is still running".formatted(commandId, host));
      }
      answer = poll(host, commandId, left.compareTo(POLL) < 0 ? left : POLL);
    }
    return reply(answer);
  }

  private Answer poll(HostId host, String commandId, Duration wait) {
    return calls.call(
        host, HttpMethod.GET, path(commandId, wait), Optional.empty(), wait.plus(SLACK));
  }

  @Override
  public HostReply knock(String address, int port, Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
      return new HostReply.Done(Map.of("connected", "true"), Duration.ZERO);
    } catch (IOException e) {
      return new HostReply.Done(
          Map.of("connected", "false", "why", String.valueOf(e.getMessage())), Duration.ZERO);
    }
  }

  @Override
  public HostReply announce(HostId host, Announcement announcement, Duration limit) {
    JsonObject body = new JsonObject(announcement.toMap());
    String path = "/v1/epochs/" + announcement.scope();
    return plain(calls.call(host, HttpMethod.PUT, path, Optional.of(body), limit));
  }

  @Override
  public HostReply hello(HostId host, Duration limit) {
    return plain(calls.call(host, HttpMethod.GET, "/v1/hello", Optional.empty(), limit));
  }

  /** The answer to a call that is no action. */
  private static HostReply plain(Answer answer) {
    return answer instanceof Answer.Got(int status, JsonObject body) && status == 200
        ? new HostReply.Done(flat(body), Duration.ZERO)
        : reply(answer);
  }

  @Override
  public Sight observe(HostId host, long after, Duration wait) {
    String path = "/v1/observation?after=%d&wait=%d".formatted(after, wait.toSeconds());
    Duration limit = (wait.isZero() ? LOOK : wait).plus(SLACK);
    return switch (calls.call(host, HttpMethod.GET, path, Optional.empty(), limit)) {
      case Answer.Got(int status, JsonObject body) when status == 200 ->
          new Sight.Seen(observation(body));
      case Answer.Got(int status, JsonObject body) ->
          new Sight.NotSeen(
              Refusal.Code.BUSY.wireName().equals(body.getString("refusal"))
                  ? "unreachable"
                  : "untrusted",
              body.getString("message", "answered " + status));
      case Answer.NotSent(var code, var why) -> new Sight.NotSeen(code, why);
      case Answer.Lost(var why) -> new Sight.NotSeen("unreachable", why);
    };
  }

  private static Observation observation(JsonObject body) {
    return new Observation(
        body.getLong("number"),
        Instant.parse(body.getString("at")),
        body.getString("session"),
        body.getString("bootId"),
        flat(body.getJsonObject("postgres", new JsonObject())),
        flat(body.getJsonObject("application", new JsonObject())),
        flat(body.getJsonObject("address", new JsonObject())),
        flat(body.getJsonObject("files", new JsonObject())),
        flat(body.getJsonObject("guard", new JsonObject())));
  }

  private static HostReply reply(Answer answer) {
    return switch (answer) {
      case Answer.NotSent(var code, var why) -> new HostReply.Refused(code, why, Map.of());
      case Answer.Lost(var why) -> new HostReply.Unknown(why);
      case Answer.Got(int status, JsonObject body) when body.containsKey("refusal") ->
          new HostReply.Refused(
              body.getString("refusal"),
              body.getString("message", ""),
              flat(body.getJsonObject("facts", new JsonObject())));
      case Answer.Got(int status, JsonObject body) -> report(body);
    };
  }

  private static HostReply report(JsonObject body) {
    Map<String, String> result = flat(body.getJsonObject("result", new JsonObject()));
    String error = body.getString("error", "");
    return switch (ActionState.valueOf(body.getString("state", "LOST"))) {
      case SUCCEEDED ->
          new HostReply.Done(result, Duration.ofMillis(body.getLong("elapsedMs", 0L)));
      case FAILED -> new HostReply.Refused("failed", error, result);
      case TIMED_OUT -> new HostReply.Refused("timed-out", error, result);
      case LOST ->
          new HostReply.Unknown("the agent or its host went down in between: " + error, false);
      case ACCEPTED, RUNNING -> new HostReply.Unknown("still running");
    };
  }

  private static String path(String commandId, Duration wait) {
    return "/v1/actions/%s?wait=%d"
        .formatted(
            URLEncoder.encode(commandId, StandardCharsets.UTF_8), Math.max(0, wait.toSeconds()));
  }

  private static JsonObject object(Map<String, String> map) {
    JsonObject object = new JsonObject();
    map.forEach(object::put);
    return object;
  }

  private static Map<String, String> flat(JsonObject object) {
    Map<String, String> flat = new TreeMap<>();
    object.forEach(entry -> flat.put(entry.getKey(), String.valueOf(entry.getValue())));
    return flat;
  }
}
