package dev.baton.bench.log;

import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.plan.GracefulSwitch;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.PolicyParts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One pair of the {@link SyntheticHistory}, which goes back and forth between its sites. */
final class SyntheticPair {

  static final long EPOCH = 1;
  private static final Instant DEADLINE = Instant.parse("2026-07-01T00:00:00Z");

  private final SplittableRandom random;
  private final PairId pair;
  private final List<Site> sites;
  private final List<Plan> plans;
  private int primary;
  private int operations;
  private long term = 1;

  SyntheticPair(int number, SplittableRandom random) {
    this.random = random;
    this.pair = new PairId("pair-%03d".formatted(number));
    this.sites = List.of(site("east", 1), site("west", 2));
    this.plans = List.of(plan(sites.get(0), sites.get(1)), plan(sites.get(1), sites.get(0)));
  }

  /** Takes the next append of the story. */
  interface Pen {
    void write(StreamId stream, EventContext context, List<? extends Event> events);
  }

  String name() {
    return pair.value();
  }

  StreamId stream() {
    return StreamId.of(pair);
  }

  private List<HostId> hosts() {
    return sites.stream().flatMap(site -> Stream.of(site.application(), site.database())).toList();
  }

  /**
   * How it became known.
   *
   * @param network of the hosts' agents, the first three numbers of an address
   */
  void register(Pen pen, String network) {
    for (HostId host : hosts()) {
      String endpoint = "%s.%d:7443".formatted(network, hosts().indexOf(host) + 1);
      pen.write(
          StreamId.of(host),
          SyntheticActors.person(random),
          List.of(new HostRegistered(host, endpoint)));
    }
    var registered =
        new PairRegistered(
            pair, sites.getFirst().name(), sites, network + ".9", "74" + pair.value());
    pen.write(stream(), SyntheticActors.person(random), List.of(registered));
  }

  void takeOver(Pen pen) {
    pen.write(
        stream(),
        SyntheticActors.engine(random).withEpoch(EPOCH),
        List.of(new PairTakenOver("control-0", EPOCH)));
  }

  /** A switchover to the other site; one in twenty is taken back, one in ten needs a person. */
  void operate(Pen pen) {
    OperationId operation = begin(pen, EPOCH);
    Plan plan = plans.get(primary);
    int drawn = random.nextInt(20);
    int troubled = 1 + random.nextInt(6);
    EventContext engine = SyntheticActors.engine(random).withEpoch(EPOCH);
    for (int i = 0; i < plan.steps().size(); i++) {
      PlannedStep step = plan.steps().get(i);
      if (i == troubled && drawn == 0) {
        takeBack(pen, engine, operation, step);
        return;
      }
      if (i == troubled && drawn <= 2) {
        getStuck(pen, engine, operation, step);
      }
      pen.write(stream(), engine, after(operation, plan, i));
    }
    primary = 1 - primary;
  }

  /** A switchover of which nobody has taken over the pair yet, cut off behind its first step. */
  void getInterrupted(Pen pen) {
    OperationId operation = begin(pen, 0);
    PlannedStep first = plans.get(primary).steps().getFirst();
    pen.write(stream(), SyntheticActors.engine(random), List.of(done(operation, first)));
  }

  private OperationId begin(Pen pen, long epoch) {
    var operation = new OperationId("op-%s-%d".formatted(pair.value(), ++operations));
    Site from = sites.get(primary);
    Site to = sites.get(1 - primary);
    Plan plan = plans.get(primary);
    pen.write(
        stream(),
        SyntheticActors.person(random).withEpoch(epoch),
        List.of(
            new SwitchoverRequested(
                operation, SwitchoverMode.GRACEFUL, from.name(), to.name(), Optional.empty()),
            new PlanFrozen(operation, "9c".repeat(32), plan),
            started(operation, plan.steps().getFirst())));
    return operation;
  }

  private List<PairEvent> after(OperationId operation, Plan plan, int i) {
    PlannedStep step = plan.steps().get(i);
    var events = new ArrayList<PairEvent>();
    events.add(done(operation, step));
    if (step.nature() == StepRole.POINT_OF_NO_RETURN) {
      events.add(
          new PrimaryPromoted(
              operation, sites.get(1 - primary).name(), ++term, Long.toString(term)));
    }
    if (step.nature() == StepRole.REDUNDANCY) {
      events.add(new StandbyJoined(operation, sites.get(primary).name(), term));
    }
    events.add(
        i + 1 < plan.steps().size()
            ? started(operation, plan.steps().get(i + 1))
            : new OperationEnded(operation, Outcome.SUCCEEDED, List.of(), Optional.empty()));
    return events;
  }

  private void takeBack(Pen pen, EventContext engine, OperationId operation, PlannedStep step) {
    pen.write(
        stream(),
        engine,
        List.of(
            new StepRefused(
                operation, step.id(), false, "not-ready", "the standby lags behind", evidence()),
            new RollbackStarted(operation, "the standby lags behind"),
            new OperationEnded(operation, Outcome.ROLLED_BACK, List.of(), Optional.empty())));
  }

  private void getStuck(Pen pen, EventContext engine, OperationId operation, PlannedStep step) {
    pen.write(
        stream(),
        engine,
        List.of(
            new StepUnknown(operation, step.id(), false, "no answer within 30 s"),
            new OperationPaused(operation, step.id(), "no answer within 30 s")));
    pen.write(
        stream(),
        SyntheticActors.person(random).withEpoch(EPOCH),
        List.of(new RetryRequested(operation, step.id()), started(operation, step)));
  }

  private StepDone done(OperationId operation, PlannedStep step) {
    Duration took = Duration.ofMillis(20 + random.nextInt(3_000));
    return new StepDone(operation, step.id(), false, evidence(), took);
  }

  private static StepStarted started(OperationId operation, PlannedStep step) {
    return new StepStarted(operation, step.id(), 1, false, DEADLINE);
  }

  private Map<String, String> evidence() {
    return Map.of(
        "clusterState",
        "in production",
        "checkpointLsn",
        "%X/%08X".formatted(term, random.nextInt()),
        "timeline",
        Long.toString(term));
  }

  private Site site(String name, int net) {
    String host = pair.value() + "-" + name;
    return new Site(
        new SiteName(name),
        new HostId(host + "-app"),
        new HostId(host + "-db"),
        "10.%d.0.2:5432".formatted(net));
  }

  private Plan plan(Site from, Site to) {
    var serving = new PairRegistered(pair, from.name(), List.of(from, to), "10.0.0.9", "7");
    var planBuilder = new PlanBuilder();
    GracefulSwitch.plan(
        planBuilder, PairState.from(List.of(serving)), PolicyParts.ALL, "10.0.0.2:7443", "");
    return new Plan(planBuilder.list());
  }
}
