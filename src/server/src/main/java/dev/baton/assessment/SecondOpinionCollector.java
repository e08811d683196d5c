package dev.baton.assessment;

import dev.baton.assessment.NetworkProbes.OwnDatabase;
import dev.baton.assessment.SecondOpinions.Look;
import dev.baton.assessment.SecondOpinions.View;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Collects second opinions on the primary's site from all agents and the control plane in parallel.
 */
final class SecondOpinionCollector {

  /** How long to wait for a hello; a host that is up answers sooner. */
  private static final Duration GREETING = Duration.ofSeconds(2);

  private final HostAgent agent;
  private final PairState pair;
  private final Site from;
  private final Site to;
  private final NetworkProbes networkProbes;
  private final Map<HostId, CompletableFuture<Greeting>> greetings = new LinkedHashMap<>();

  private record Greeting(ObservationResult observation, boolean fences) {}

  SecondOpinionCollector(HostAgent agent, PairState pair, Map<HostId, String> endpoints) {
    this.agent = agent;
    this.pair = pair;
    this.from = pair.primarySite();
    this.to = pair.standbySite();
    this.networkProbes = new NetworkProbes(agent, pair, endpoints);
  }

  SecondOpinions look() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostId host : PairSnapshot.hosts(pair)) {
        greetings.put(host, CompletableFuture.supplyAsync(() -> greet(host), threads));
      }
      CompletableFuture<Optional<OwnDatabase>> ownDatabase =
          CompletableFuture.supplyAsync(this::ownDatabase, threads);
      List<CompletableFuture<Optional<Look>>> looks =
          views().stream().map(view -> CompletableFuture.supplyAsync(view, threads)).toList();
      Map<HostId, ObservationResult> observations = new LinkedHashMap<>();
      greetings.forEach((host, greeting) -> observations.put(host, greeting.join().observation()));
      Optional<OwnDatabase> own = ownDatabase.join();
      Optional<String> noDatabase = withoutDatabase(own);
      return new SecondOpinions(
          observations,
          List.of(to.database(), to.application()).stream()
              .filter(host -> greeting(host).fences())
              .distinct()
              .toList(),
          Stream.concat(
                  looks.stream().flatMap(look -> look.join().stream()),
                  own.map(OwnDatabase::look).stream())
              .map(look -> judged(look, noDatabase))
              .toList());
    }
  }

  /**
   * An application can say that it is up without its database, and GoCD does: its health is a fixed
   * answer. Where it certainly has none, that is no service.
   *
   * @param noDatabase why it has none; empty where it may have one
   */
  private static Look judged(Look look, Optional<String> noDatabase) {
    boolean serves = look.finding().equals(Optional.of(LivenessFinding.PRIMARY_APPLICATION_UP));
    return serves && noDatabase.isPresent()
        ? new Look(
            look.view(),
            "%s, but %s".formatted(look.seen(), noDatabase.get()),
            Optional.empty(),
            look.alive())
        : look;
  }

  /**
   * The silence of the database's host is no reason: a partition looks the same from here. The
   * application's own host is on the application's side of it.
   */
  private Optional<String> withoutDatabase(Optional<OwnDatabase> own) {
    boolean dead =
        greeting(from.database()).observation() instanceof ObservationResult.Seen(Observation seen)
            && Evidence.of(seen.postgres()).denied(EvidenceKey.RUNNING);
    if (dead) {
      return Optional.of("its database does not run");
    }
    return own.filter(OwnDatabase::cutOff)
        .map(cut -> "it only answers its health check, and cannot reach its database");
  }

  /** On a host that has both, its agent tells more than a port does. */
  private Optional<OwnDatabase> ownDatabase() {
    HostId application = from.application();
    return application.equals(from.database()) || silent(application)
        ? Optional.empty()
        : Optional.of(networkProbes.ownDatabase());
  }

  private List<Supplier<Optional<Look>>> views() {
    List<Supplier<Optional<Look>>> views = new ArrayList<>();
    views.add(() -> Optional.of(database(greeting(from.database()).observation())));
    views.add(() -> Optional.of(networkProbes.knocked()));
    views.add(
        () -> Optional.of(networkProbes.postgres(View.POSTGRES_FROM_DATABASE_HOST, to.database())));
    views.add(() -> Optional.of(networkProbes.stream()));
    if (pair.hasApplication()) {
      views.add(() -> Optional.of(application(greeting(from.application()).observation())));
      views.add(() ->
          Optional.of(
              networkProbes.postgres(View.POSTGRES_FROM_APPLICATION_HOST, to.application())));
      views.add(networkProbes::health);
    }
    // An agent that answers takes the address away; only without it does an answer matter.
    if (pair.hasAddress()) {
      views.add(() ->
          silent(from.application()) ? Optional.of(networkProbes.address()) : Optional.empty());
    }
    for (HostId old : from.hosts()) {
      for (HostId looker : to.hosts()) {
        views.add(() -> silent(old) ? networkProbes.agentsPort(old, looker) : Optional.empty());
      }
    }
    return views;
  }

  private Greeting greet(HostId host) {
    return switch (agent.hello(host, GREETING)) {
      case AgentReply.Done done ->
          new Greeting(
              agent.observe(host, 0, Duration.ZERO),
              "command".equals(Evidence.of(done.evidence()).text(EvidenceKey.FENCE)));
      case AgentReply.Refused refused ->
          new Greeting(
              new ObservationResult.NotSeen(AgentState.refusing(refused.code()), refused.why()),
              false);
      case AgentReply.Unknown unknown ->
          new Greeting(new ObservationResult.NotSeen(AgentState.UNREACHABLE, unknown.why()), false);
    };
  }

  private Greeting greeting(HostId host) {
    return Objects.requireNonNull(greetings.get(host)).join();
  }

  private boolean silent(HostId host) {
    return greeting(host).observation() instanceof ObservationResult.NotSeen;
  }

  private Look database(ObservationResult observationResult) {
    boolean writable =
        observationResult instanceof ObservationResult.Seen(Observation seen)
            && Evidence.of(seen.postgres()).flag(EvidenceKey.WRITABLE);
    return agent(
        View.AGENT_OF_DATABASE,
        from.database(),
        observationResult,
        writable ? "its database takes writes" : "its database takes no writes",
        writable ? Optional.of(LivenessFinding.PRIMARY_AGENT_WRITABLE) : Optional.empty());
  }

  private Look application(ObservationResult observationResult) {
    boolean up =
        observationResult instanceof ObservationResult.Seen(Observation seen)
            && "up".equals(Evidence.of(seen.application()).text(EvidenceKey.STATE));
    return agent(
        View.AGENT_OF_APPLICATION,
        from.application(),
        observationResult,
        up ? "its application is up" : "its application is not up",
        up ? Optional.of(LivenessFinding.PRIMARY_APPLICATION_UP) : Optional.empty());
  }

  private static Look agent(
      View view,
      HostId host,
      ObservationResult observationResult,
      String says,
      Optional<LivenessFinding> finding) {
    return switch (observationResult) {
      case ObservationResult.Seen seen ->
          new Look(
              view,
              "the agent of %s answers: %s".formatted(host, says),
              finding,
              Optional.of(host));
      case ObservationResult.NotSeen(var state, var why) ->
          new Look(
              view,
              "no answer from the agent of %s: %s".formatted(host, why),
              Optional.empty(),
              state == AgentState.UNTRUSTED ? Optional.of(host) : Optional.empty());
    };
  }
}
