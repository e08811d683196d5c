package dev.baton.step;

import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.step.Opinions.Look;
import dev.baton.step.Opinions.View;
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

/** Looks for the primary's site from everywhere at once. */
final class Lookout {

  /** A host that is on answers a greeting within this; nothing waits longer for one that is not. */
  private static final Duration GREETING = Duration.ofSeconds(2);

  private final HostAgent agent;
  private final PairState pair;
  private final Site from;
  private final Site to;
  private final Outside outside;
  private final Map<HostId, CompletableFuture<Greeting>> greetings = new LinkedHashMap<>();

  private record Greeting(Sight sight, boolean fences) {}

  Lookout(HostAgent agent, PairState pair, Map<HostId, String> endpoints) {
    this.agent = agent;
    this.pair = pair;
    this.from = pair.primarySite();
    this.to = pair.standbySite();
    this.outside = new Outside(agent, pair, endpoints);
  }

  Opinions look() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostId host : Readings.hosts(pair)) {
        greetings.put(host, CompletableFuture.supplyAsync(() -> greet(host), threads));
      }
      List<CompletableFuture<Optional<Look>>> looks =
          views().stream().map(view -> CompletableFuture.supplyAsync(view, threads)).toList();
      Map<HostId, Sight> sights = new LinkedHashMap<>();
      greetings.forEach((host, greeting) -> sights.put(host, greeting.join().sight()));
      return new Opinions(
          sights,
          List.of(to.database(), to.application()).stream()
              .filter(host -> greeting(host).fences())
              .distinct()
              .toList(),
          looks.stream().flatMap(look -> look.join().stream()).toList());
    }
  }

  private List<Supplier<Optional<Look>>> views() {
    List<Supplier<Optional<Look>>> views = new ArrayList<>();
    views.add(() -> Optional.of(application(greeting(from.application()).sight())));
    views.add(() -> Optional.of(database(greeting(from.database()).sight())));
    views.add(() -> Optional.of(outside.knocked()));
    views.add(() -> Optional.of(outside.postgres(View.POSTGRES_FROM_DATABASE_HOST, to.database())));
    views.add(
        () -> Optional.of(outside.postgres(View.POSTGRES_FROM_APPLICATION_HOST, to.application())));
    views.add(() -> Optional.of(outside.stream()));
    views.add(outside::health);
    // An agent that answers takes the address away; only without it does an answer matter.
    views.add(() -> silent(from.application()) ? Optional.of(outside.address()) : Optional.empty());
    for (HostId old : List.of(from.application(), from.database())) {
      for (HostId looker : List.of(to.database(), to.application())) {
        views.add(() -> silent(old) ? outside.agentsPort(old, looker) : Optional.empty());
      }
    }
    return views;
  }

  private Greeting greet(HostId host) {
    return switch (agent.hello(host, GREETING)) {
      case HostReply.Done done ->
          new Greeting(
              agent.observe(host, 0, Duration.ZERO),
              "command".equals(done.evidence().get("fence")));
      case HostReply.Refused refused ->
          new Greeting(new Sight.NotSeen(refused.code(), refused.why()), false);
      case HostReply.Unknown unknown ->
          new Greeting(new Sight.NotSeen("unreachable", unknown.why()), false);
    };
  }

  private Greeting greeting(HostId host) {
    return Objects.requireNonNull(greetings.get(host)).join();
  }

  private boolean silent(HostId host) {
    return greeting(host).sight() instanceof Sight.NotSeen;
  }

  private Look database(Sight sight) {
    boolean writable =
        sight instanceof Sight.Seen(Observation seen)
            && "true".equals(seen.postgres().get("writable"));
    return agent(
        View.AGENT_OF_DATABASE,
        from.database(),
        sight,
        writable ? "its database takes writes" : "its database takes no writes",
        writable ? Optional.of(Finding.PRIMARY_AGENT_WRITABLE) : Optional.empty());
  }

  private Look application(Sight sight) {
    boolean up =
        sight instanceof Sight.Seen(Observation seen)
            && "up".equals(seen.application().get("state"));
    return agent(
        View.AGENT_OF_APPLICATION,
        from.application(),
        sight,
        up ? "its application is up" : "its application is not up",
        up ? Optional.of(Finding.PRIMARY_APPLICATION_UP) : Optional.empty());
  }

  private static Look agent(
      View view, HostId host, Sight sight, String says, Optional<Finding> finding) {
    return switch (sight) {
      case Sight.Seen seen ->
          new Look(
              view,
              "the agent of %s answers: %s".formatted(host, says),
              finding,
              Optional.of(host));
      case Sight.NotSeen(var code, var why) ->
          new Look(
              view,
              "no answer from the agent of %s: %s".formatted(host, why),
              Optional.empty(),
              code.equals("untrusted") ? Optional.of(host) : Optional.empty());
    };
  }
}
