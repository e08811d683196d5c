package dev.baton.assessment;

import dev.baton.assessment.SecondOpinions.Look;
import dev.baton.assessment.SecondOpinions.View;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Probes the primary's site from the standby's hosts: its database port, its address, its
 * replication; and its database port from its own application's host.
 */
final class NetworkProbes {

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(5);

  /** A stream without a message for so long may have lost its sender. */
  private static final Duration HEARD = Duration.ofSeconds(5);

  private final HostAgent agent;
  private final PairState pair;
  private final Site from;
  private final Site to;
  private final Map<HostId, String> endpoints;

  /**
   * What the old application's host sees of the database beside it.
   *
   * @param cutOff whether it says for certain that it gets no connection
   */
  record OwnDatabase(Look look, boolean cutOff) {}

  NetworkProbes(HostAgent agent, PairState pair, Map<HostId, String> endpoints) {
    this.agent = agent;
    this.pair = pair;
    this.from = pair.primarySite();
    this.to = pair.standbySite();
    this.endpoints = endpoints;
  }

  Look knocked() {
    AgentReply reply =
        agent.knock(from.databaseHost(), Integer.parseInt(from.databasePort()), SHORT);
    return port(View.POSTGRES_FROM_CONTROL_PLANE, "the control plane", reply);
  }

  Look postgres(View view, HostId looker) {
    return port(view, looker.value(), lookAtDatabase(looker));
  }

  OwnDatabase ownDatabase() {
    View view = View.POSTGRES_FROM_OWN_APPLICATION_HOST;
    HostId looker = from.application();
    AgentReply reply = lookAtDatabase(looker);
    if (cutOff(reply)) {
      // Two in a row: a lost packet is no proof.
      reply = lookAtDatabase(looker);
    }
    if (!(reply instanceof AgentReply.Done done)) {
      // No second opinion is missing: those are the standby site's to give.
      String seen = "%s could not look at its database: %s".formatted(looker, reply.why());
      return new OwnDatabase(quiet(view, seen), false);
    }
    return new OwnDatabase(port(view, looker.value(), done), cutOff(done));
  }

  private static boolean cutOff(AgentReply reply) {
    return reply instanceof AgentReply.Done done
        && Evidence.of(done.evidence()).denied(EvidenceKey.CONNECTED)
        && Evidence.of(done.evidence()).flag(EvidenceKey.DEFINITE);
  }

  private AgentReply lookAtDatabase(HostId looker) {
    return connect(looker, from.databaseHost(), from.databasePort());
  }

  private Look port(View view, String looker, AgentReply reply) {
    if (!(reply instanceof AgentReply.Done done)) {
      return missing(view, looker, reply);
    }
    boolean connected = Evidence.of(done.evidence()).flag(EvidenceKey.CONNECTED);
    String where = "PostgreSQL of %s at %s".formatted(from.database(), from.databaseAddress());
    return connected
        ? new Look(
            view,
            "%s takes connections from %s".formatted(where, looker),
            Optional.of(LivenessFinding.PRIMARY_POSTGRES_REACHABLE),
            Optional.of(from.database()))
        : quiet(
            view,
            "%s takes no connection from %s: %s"
                .formatted(where, looker, Evidence.of(done.evidence()).text(EvidenceKey.WHY)));
  }

  Look stream() {
    AgentReply reply = ask(to.database(), ActionType.POSTGRES_POSITION, Map.of());
    if (!(reply instanceof AgentReply.Done done)) {
      return missing(View.STREAM, to.database().value(), reply);
    }
    Map<String, String> standby = done.evidence();
    boolean heard =
        "streaming".equals(Evidence.of(standby).text(EvidenceKey.RECEIVER)) && fresh(standby);
    return heard
        ? new Look(
            View.STREAM,
            "%s hears from %s by replication".formatted(to.database(), from.database()),
            Optional.of(LivenessFinding.PRIMARY_STREAMS),
            Optional.of(from.database()))
        : quiet(
            View.STREAM,
            "%s hears nothing by replication (receiver: %s)"
                .formatted(to.database(), Evidence.of(standby).text(EvidenceKey.RECEIVER, "none")));
  }

  /** A receiver calls itself streaming long after the other end lost its power. */
  private static boolean fresh(Map<String, String> standby) {
    try {
      Instant heard = Instant.parse(Evidence.of(standby).text(EvidenceKey.RECEIVER_HEARD_AT));
      Instant read = Instant.parse(Evidence.of(standby).text(EvidenceKey.READ_AT));
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
    AgentReply reply =
        ask(
            to.application(),
            ActionType.APPLICATION_HEALTH,
            Map.of(ActionParameter.THROUGH, endpoint.substring(0, endpoint.lastIndexOf(':'))));
    if (!(reply instanceof AgentReply.Done done)) {
      return Optional.of(missing(View.APPLICATION, to.application().value(), reply));
    }
    String state = Evidence.of(done.evidence()).text(EvidenceKey.STATE, "unknown");
    String seen =
        "the application of %s is %s for %s".formatted(from.application(), state, to.application());
    return Optional.of(
        switch (state) {
          case "up" ->
              new Look(
                  View.APPLICATION,
                  seen,
                  Optional.of(LivenessFinding.PRIMARY_APPLICATION_UP),
                  Optional.of(from.application()));
          case "starting" ->
              new Look(View.APPLICATION, seen, Optional.empty(), Optional.of(from.application()));
          default -> quiet(View.APPLICATION, seen);
        });
  }

  Look address() {
    AgentReply reply = ask(to.application(), ActionType.ADDRESS_PROBE, Map.of());
    if (!(reply instanceof AgentReply.Done done)) {
      return missing(View.ADDRESS, to.application().value(), reply);
    }
    return Evidence.of(done.evidence()).flag(EvidenceKey.ANSWERED)
        ? new Look(
            View.ADDRESS,
            "%s is answered by %s"
                .formatted(pair.address(), Evidence.of(done.evidence()).text(EvidenceKey.MAC)),
            Optional.of(LivenessFinding.ADDRESS_ANSWERED),
            Optional.of(from.application()))
        : quiet(View.ADDRESS, "nobody answers for " + pair.address());
  }

  Optional<Look> agentsPort(HostId old, HostId looker) {
    String endpoint = endpoints.get(old);
    if (endpoint == null) {
      return Optional.empty();
    }
    int colon = endpoint.lastIndexOf(':');
    AgentReply reply = connect(looker, endpoint.substring(0, colon), endpoint.substring(colon + 1));
    if (!(reply instanceof AgentReply.Done done)) {
      return Optional.of(missing(View.AGENTS_PORT_FROM_STANDBY, looker.value(), reply));
    }
    boolean connected = Evidence.of(done.evidence()).flag(EvidenceKey.CONNECTED);
    return Optional.of(
        new Look(
            View.AGENTS_PORT_FROM_STANDBY,
            "the agent's port of %s takes %s from %s"
                .formatted(old, connected ? "connections" : "no connection", looker),
            Optional.empty(),
            connected ? Optional.of(old) : Optional.empty()));
  }

  private AgentReply connect(HostId looker, String host, String port) {
    return ask(
        looker,
        ActionType.NETWORK_LOOK,
        Map.of(ActionParameter.HOST, host, ActionParameter.PORT, port));
  }

  /** Asks twice, so that one lost packet does not count as an opinion. */
  private AgentReply ask(HostId looker, ActionType type, Map<ActionParameter, String> values) {
    Map<String, String> params = ActionParameter.params(values);
    AgentReply reply = agent.read(looker, type, params, READ);
    return reply instanceof AgentReply.Unknown ? agent.read(looker, type, params, READ) : reply;
  }

  private static Look quiet(View view, String seen) {
    return new Look(view, seen, Optional.empty(), Optional.empty());
  }

  private static Look missing(View view, String looker, AgentReply reply) {
    return new Look(
        view,
        "%s could not look: %s".formatted(looker, reply.why()),
        Optional.of(LivenessFinding.SECOND_OPINION_MISSING),
        Optional.empty());
  }
}
