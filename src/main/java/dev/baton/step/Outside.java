package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.step.Opinions.Look;
import dev.baton.step.Opinions.View;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The primary's site as it shows itself on the network, each look by itself. */
final class Outside {

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(5);

  /** A stream that brought nothing for so long may be one whose other end is gone. */
  private static final Duration HEARD = Duration.ofSeconds(5);

  private final HostAgent agent;
  private final PairState pair;
  private final Site from;
  private final Site to;
  private final Map<HostId, String> endpoints;

  Outside(HostAgent agent, PairState pair, Map<HostId, String> endpoints) {
    this.agent = agent;
    this.pair = pair;
    this.from = pair.primarySite();
    this.to = pair.standbySite();
    this.endpoints = endpoints;
  }

  Look knocked() {
    HostReply reply =
        agent.knock(from.databaseHost(), Integer.parseInt(from.databasePort()), SHORT);
    return port(View.POSTGRES_FROM_CONTROL_PLANE, "the control plane", reply);
  }

  Look postgres(View view, HostId looker) {
    HostReply reply =
        ask(
            looker,
            ActionType.NETWORK_LOOK,
            Map.of("host", from.databaseHost(), "port", from.databasePort()));
    return port(view, looker.value(), reply);
  }

  private Look port(View view, String looker, HostReply reply) {
    if (!(reply instanceof HostReply.Done done)) {
      return missing(view, looker, reply);
    }
    boolean connected = "true".equals(done.evidence().get("connected"));
    String where = "PostgreSQL of %s at %s".formatted(from.database(), from.databaseAddress());
    return connected
        ? new Look(
            view,
            "%s takes connections from %s".formatted(where, looker),
            Optional.of(Finding.PRIMARY_POSTGRES_REACHABLE),
            Optional.of(from.database()))
        : quiet(
            view,
            "%s takes no connection from %s: %s"
                .formatted(where, looker, done.evidence().getOrDefault("why", "")));
  }

  Look stream() {
    HostReply reply = ask(to.database(), ActionType.POSTGRES_POSITION, Map.of());
    if (!(reply instanceof HostReply.Done done)) {
      return missing(View.STREAM, to.database().value(), reply);
    }
    Map<String, String> standby = done.evidence();
    boolean heard = "streaming".equals(standby.get("receiver")) && fresh(standby);
    return heard
        ? new Look(
            View.STREAM,
            "%s hears from %s by replication".formatted(to.database(), from.database()),
            Optional.of(Finding.PRIMARY_STREAMS),
            Optional.of(from.database()))
        : quiet(
            View.STREAM,
            "%s hears nothing by replication (receiver: %s)"
                .formatted(to.database(), standby.getOrDefault("receiver", "none")));
  }

  /** A receiver calls itself streaming long after the other end lost its power. */
  private static boolean fresh(Map<String, String> standby) {
    try {
      Instant heard = Instant.parse(standby.getOrDefault("receiverHeardAt", ""));
      Instant read = Instant.parse(standby.getOrDefault("readAt", ""));
      return Duration.between(heard, read).compareTo(HEARD) < 0;
    } catch (DateTimeException notTold) {
      return true;
    }
  }

  Optional<Look> health() {
    String endpoint = endpoints.get(from.application());
    if (endpoint == null) {
      return Optional.empty();
    }
    HostReply reply =
        ask(
            to.application(),
            ActionType.APPLICATION_HEALTH,
            Map.of("through", endpoint.substring(0, endpoint.lastIndexOf(':'))));
    if (!(reply instanceof HostReply.Done done)) {
      return Optional.of(missing(View.APPLICATION, to.application().value(), reply));
    }
    String state = done.evidence().getOrDefault("state", "unknown");
    String seen =
        "the application of %s is %s for %s".formatted(from.application(), state, to.application());
    return Optional.of(
        switch (state) {
          case "up" ->
              new Look(
                  View.APPLICATION,
                  seen,
                  Optional.of(Finding.PRIMARY_APPLICATION_UP),
                  Optional.of(from.application()));
          case "starting" ->
              new Look(View.APPLICATION, seen, Optional.empty(), Optional.of(from.application()));
          default -> quiet(View.APPLICATION, seen);
        });
  }

  Look address() {
    HostReply reply = ask(to.application(), ActionType.ADDRESS_PROBE, Map.of());
    if (!(reply instanceof HostReply.Done done)) {
      return missing(View.ADDRESS, to.application().value(), reply);
    }
    return "true".equals(done.evidence().get("answered"))
        ? new Look(
            View.ADDRESS,
            "%s is answered by %s".formatted(pair.address(), done.evidence().get("mac")),
            Optional.of(Finding.ADDRESS_ANSWERED),
            Optional.of(from.application()))
        : quiet(View.ADDRESS, "nobody answers for " + pair.address());
  }

  Optional<Look> agentsPort(HostId old, HostId looker) {
    String endpoint = endpoints.get(old);
    if (endpoint == null) {
      return Optional.empty();
    }
    int colon = endpoint.lastIndexOf(':');
    HostReply reply =
        ask(
            looker,
            ActionType.NETWORK_LOOK,
            Map.of("host", endpoint.substring(0, colon), "port", endpoint.substring(colon + 1)));
    if (!(reply instanceof HostReply.Done done)) {
      return Optional.of(missing(View.AGENTS_PORT_FROM_STANDBY, looker.value(), reply));
    }
    boolean connected = "true".equals(done.evidence().get("connected"));
    return Optional.of(
        new Look(
            View.AGENTS_PORT_FROM_STANDBY,
            "the agent's port of %s takes %s from %s"
                .formatted(old, connected ? "connections" : "no connection", looker),
            Optional.empty(),
            connected ? Optional.of(old) : Optional.empty()));
  }

  /** One lost packet is no opinion. */
  private HostReply ask(HostId looker, ActionType type, Map<String, String> params) {
    HostReply reply = agent.read(looker, type, params, READ);
    return reply instanceof HostReply.Unknown ? agent.read(looker, type, params, READ) : reply;
  }

  private static Look quiet(View view, String seen) {
    return new Look(view, seen, Optional.empty(), Optional.empty());
  }

  private static Look missing(View view, String looker, HostReply reply) {
    return new Look(
        view,
        "%s could not look: %s".formatted(looker, reply.why()),
        Optional.of(Finding.SECOND_OPINION_MISSING),
        Optional.empty());
  }
}
