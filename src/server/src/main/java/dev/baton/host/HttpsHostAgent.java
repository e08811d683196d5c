package dev.baton.host;

import dev.baton.host.AgentHttpClient.Answer;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionState;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
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

/** Calls agents over HTTPS with mutual TLS; each call is one request, long waits are long polls. */
@ApplicationScoped
class HttpsHostAgent implements HostAgent {

  /** How long one long poll may last; below the idle limits of both sides. */
  private static final Duration POLL = Duration.ofSeconds(20);

  /** How long a fresh look may take: the agent gives up before. */
  private static final Duration LOOK = Duration.ofSeconds(9);

  /** What network and scheduling may add to a heartbeat; a silence is known within 2 seconds. */
  private static final Duration BEAT = Duration.ofMillis(700);

  /** What the network may add to an answer before it counts as lost. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private final AgentHttpClient client;
  private final OwnInstallation own;

  HttpsHostAgent(AgentHttpClient client, OwnInstallation own) {
    this.client = client;
    this.own = own;
  }

  @Override
  public AgentReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    JsonObject body = new JsonObject().put("params", object(params));
    return reply(
        client.ask(
            host, HttpMethod.POST, "/v1/reads/" + type.wireName(), Optional.of(body), limit));
  }

  @Override
  public AgentReply perform(HostId host, String commandId, ActionRequest request) {
    long end = System.nanoTime() + request.timeout().plus(SLACK).toNanos();
    JsonObject body = new JsonObject(request.toMap());
    Answer answer =
        client.call(
            host, HttpMethod.PUT, path(commandId, POLL), Optional.of(body), POLL.plus(SLACK));
    return untilEnded(host, commandId, answer, end);
  }

  @Override
  public AgentReply lookUp(HostId host, String commandId, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    return untilEnded(host, commandId, poll(host, commandId, limit), end);
  }

  @Override
  public AgentReply cut(HostId host, String commandId, Announcement owner, Duration limit) {
    JsonObject body = new JsonObject(owner.toMap()).put("scope", owner.scope());
    String path = path("ends", commandId, Duration.ZERO);
    return reply(client.call(host, HttpMethod.PUT, path, Optional.of(body), limit));
  }

  @Override
  public Map<String, String> progress(HostId host, String commandId, Duration limit) {
    String path = path(commandId, Duration.ZERO);
    return client.ask(host, HttpMethod.GET, path, Optional.empty(), limit)
            instanceof Answer.Got(int status, JsonObject body)
        ? flat(body.getJsonObject("progress", new JsonObject()))
        : Map.of();
  }

  private AgentReply untilEnded(HostId host, String commandId, Answer first, long end) {
    Answer answer = first;
    boolean accepted = false;
    while (answer instanceof Answer.Got got && got.status() == 202) {
      accepted = true;
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative()) {
        return new AgentReply.Unknown("%s on %s is still running".formatted(commandId, host));
      }
      answer = poll(host, commandId, left.compareTo(POLL) < 0 ? left : POLL);
    }
    return accepted ? ofAccepted(reply(answer)) : reply(answer);
  }

  /** A refusal after the agent accepted the order refuses our question, never the order. */
  static AgentReply ofAccepted(AgentReply reply) {
    return reply instanceof AgentReply.Refused refused && !refused.tried()
        ? new AgentReply.Unknown(
            "accepted, then: " + refused.why(), refused.code() != RefusalCode.UNKNOWN_ID)
        : reply;
  }

  private Answer poll(HostId host, String commandId, Duration wait) {
    return client.ask(
        host, HttpMethod.GET, path(commandId, wait), Optional.empty(), wait.plus(SLACK));
  }

  @Override
  public AgentReply knock(String address, int port, Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
      return new AgentReply.Done(Map.of(EvidenceKey.CONNECTED.wireName(), "true"), Duration.ZERO);
    } catch (IOException e) {
      return new AgentReply.Done(
          Map.of(
              EvidenceKey.CONNECTED.wireName(),
              "false",
              EvidenceKey.WHY.wireName(),
              String.valueOf(e.getMessage())),
          Duration.ZERO);
    }
  }

  @Override
  public AgentReply announce(HostId host, Announcement announcement, Duration limit) {
    JsonObject body = new JsonObject(announcement.toMap());
    String path = "/v1/epochs/" + announcement.scope();
    return plain(client.call(host, HttpMethod.PUT, path, Optional.of(body), limit));
  }

  @Override
  public AgentReply hello(HostId host, Duration limit) {
    return plain(client.ask(host, HttpMethod.GET, "/v1/hello", Optional.empty(), limit));
  }

  /** The answer to a call that is no action. */
  private static AgentReply plain(Answer answer) {
    return answer instanceof Answer.Got(int status, JsonObject body) && status == 200
        ? new AgentReply.Done(flat(body), Duration.ZERO)
        : reply(answer);
  }

  @Override
  public ObservationResult observe(HostId host, long after, Duration wait) {
    String path = "/v1/observation?after=%d&wait=%d".formatted(after, wait.toSeconds());
    Duration limit = wait.isZero() ? LOOK.plus(SLACK) : wait.plus(BEAT);
    return switch (client.ask(host, HttpMethod.GET, path, Optional.empty(), limit)) {
      case Answer.Got(int status, JsonObject body) when status == 200 && body.isEmpty() ->
          new ObservationResult.NotSeen(
              AgentState.UNREACHABLE, "its agent has just started and is looking at the host");
      case Answer.Got(int status, JsonObject body) when status == 200 ->
          new ObservationResult.Seen(observation(body));
      case Answer.Got(int status, JsonObject body) ->
          new ObservationResult.NotSeen(
              AgentState.refusing(RefusalCode.named(body.getString("refusal", ""))),
              body.getString("message", "answered " + status));
      case Answer.NotSent(var code, var why) ->
          new ObservationResult.NotSeen(AgentState.refusing(code), why);
      case Answer.Lost lost -> new ObservationResult.NotSeen(AgentState.UNREACHABLE, lost.why());
    };
  }

  private Observation observation(JsonObject body) {
    return new Observation(
        body.getLong("number"),
        Instant.parse(body.getString("at")),
        body.getString("session"),
        body.getString("bootId"),
        flat(body.getJsonObject("postgres", new JsonObject())),
        flat(body.getJsonObject("application", new JsonObject())),
        flat(body.getJsonObject("address", new JsonObject())),
        flat(body.getJsonObject("files", new JsonObject())),
        flat(body.getJsonObject("hooks", new JsonObject())),
        flat(body.getJsonObject("guard", new JsonObject())),
        binding(flat(body.getJsonObject("binding", new JsonObject()))));
  }

  private HostBinding binding(Map<String, String> told) {
    Map<String, String> facts = new TreeMap<>(told);
    Evidence.of(told)
        .find(EvidenceKey.INSTALLATION)
        .ifPresent(installation ->
            facts.put(
                EvidenceKey.OURS.wireName(),
                Boolean.toString(installation.equals(own.id().value()))));
    return new HostBinding(facts);
  }

  private static AgentReply reply(Answer answer) {
    return switch (answer) {
      case Answer.NotSent(var code, var why) -> new AgentReply.Refused(code, why, Map.of());
      case Answer.Lost lost -> new AgentReply.Unknown(lost.why());
      case Answer.Got(int status, JsonObject body) when body.containsKey("refusal") ->
          new AgentReply.Refused(
              RefusalCode.named(body.getString("refusal")),
              body.getString("message", ""),
              flat(body.getJsonObject("facts", new JsonObject())));
      case Answer.Got(int status, JsonObject body) -> report(body);
    };
  }

  private static AgentReply report(JsonObject body) {
    Map<String, String> result = flat(body.getJsonObject("result", new JsonObject()));
    String error = body.getString("error", "");
    return switch (ActionState.valueOf(body.getString("state", "LOST"))) {
      case SUCCEEDED ->
          new AgentReply.Done(result, Duration.ofMillis(body.getLong("elapsedMs", 0L)));
      case FAILED -> new AgentReply.Refused(RefusalCode.FAILED, error, result);
      case TIMED_OUT -> new AgentReply.Refused(RefusalCode.TIMED_OUT, error, result);
      case LOST ->
          new AgentReply.Unknown("the agent or its host went down in between: " + error, false);
      case ACCEPTED, RUNNING -> new AgentReply.Unknown("still running");
    };
  }

  private static String path(String commandId, Duration wait) {
    return path("actions", commandId, wait);
  }

  private static String path(String what, String commandId, Duration wait) {
    return "/v1/%s/%s?wait=%d"
        .formatted(
            what,
            URLEncoder.encode(commandId, StandardCharsets.UTF_8),
            Math.max(0, wait.toSeconds()));
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
