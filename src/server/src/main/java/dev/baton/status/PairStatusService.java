package dev.baton.status;

import dev.baton.assessment.ForcedRequirements;
import dev.baton.assessment.MonitoredSnapshots;
import dev.baton.assessment.PairSnapshot;
import dev.baton.assessment.Readiness;
import dev.baton.assessment.SecondOpinions;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.host.CertificateExpiry;
import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.host.HostMonitor;
import dev.baton.operation.engine.PairAlarms;
import dev.baton.operation.engine.RecordFreshness;
import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Assembles the status of a pair from the event log and the host monitor. */
@ApplicationScoped
class PairStatusService {

  /** Item of a verdict: who else gives orders to the pair's hosts, in words. */
  static final String BINDING = "binding";

  private final HostMonitor hostMonitor;
  private final HostAgent agent;
  private final HostInventory inventory;
  private final PairDirectory directory;
  private final DrillConfig drills;
  private final PairAlarms alarms;
  private final RecordFreshness freshness;
  private final CertificateExpiry expiry;
  private final InstantSource clock;
  private final MonitoredSnapshots snapshots;
  private final Map<PairId, Map<String, Dated>> standing = new ConcurrentHashMap<>();
  private final Map<PairId, Dated> served = new ConcurrentHashMap<>();
  private final Map<PairId, Instant> synced = new ConcurrentHashMap<>();

  /** A verdict and since when it holds. */
  private record Dated(String verdict, Instant since) {}

  PairStatusService(
      HostMonitor hostMonitor,
      HostAgent agent,
      HostInventory inventory,
      PairDirectory directory,
      DrillConfig drills,
      PairAlarms alarms,
      RecordFreshness freshness,
      CertificateExpiry expiry,
      InstantSource clock) {
    this.hostMonitor = hostMonitor;
    this.agent = agent;
    this.inventory = inventory;
    this.directory = directory;
    this.drills = drills;
    this.alarms = alarms;
    this.freshness = freshness;
    this.expiry = expiry;
    this.clock = clock;
    snapshots = new MonitoredSnapshots(hostMonitor, agent);
  }

  PairStatus status(PairState pair) {
    if (pair.retired().isPresent()) {
      return PairStatus.retired(pair);
    }
    Instant now = clock.instant();
    Set<HostId> all = PairSnapshot.hosts(pair);
    List<HostStatus> hosts = new ArrayList<>();
    for (Site site : pair.sites()) {
      hosts.add(
          HostStatus.of(
              pair, site, site.application(), hostMonitor.health(site.application()), now));
      if (!site.database().equals(site.application())) {
        hosts.add(
            HostStatus.of(pair, site, site.database(), hostMonitor.health(site.database()), now));
      }
    }
    return new PairStatus(
        pair.pair().value(),
        "ACTIVE",
        List.of(),
        pair.home().value(),
        pair.primary().value(),
        pair.standbySite().name().value(),
        pair.out().map(site -> site.value()).orElse(null),
        pair.term(),
        pair.epoch(),
        pair.version(),
        pair.hasAddress() ? pair.address() : null,
        pair.running().map(o -> o.id().value()).orElse(null),
        pair.operation().map(o -> o.id().value()).orElse(null),
        pair.sites().stream().map(site -> PairStatus.SiteStatus.of(pair, site)).toList(),
        hosts,
        service(pair),
        ReplicationStatus.of(
            pair,
            hostMonitor.health(pair.primarySite().database()),
            hostMonitor.health(pair.standbySite().database()),
            now),
        sync(pair).items(),
        readiness(pair),
        SplitBrainStatus.of(pair),
        Drift.of(pair, hostMonitor::health, freshness.of(pair.pair())),
        Stream.of(
                alarms.of(pair.pair()),
                watchesOnly(pair.pair()),
                Drift.disobedient(pair, hostMonitor::health),
                expiry.alarms(all))
            .flatMap(List::stream)
            .toList(),
        Stream.of(
                expiry.findings(all),
                SyncTable.unreadable(pair, hostMonitor::health),
                SyncTable.empty(pair, hostMonitor::health))
            .flatMap(List::stream)
            .toList());
  }

  private List<String> watchesOnly(PairId pair) {
    return freshness.of(pair).stream()
        .map(stale ->
            "This control plane only watches: %s. Nothing is done on this pair until a person with the role admin adopts its record."
                .formatted(stale.sentence()))
        .toList();
  }

  /** Whether users are served, and since when; dates a change. */
  ServiceStatus service(PairState pair) {
    ServiceStatus seen = ServiceStatus.of(pair, hostMonitor::health);
    Instant now = clock.instant();
    return seen.since(
        served
            .merge(
                pair.pair(),
                new Dated(seen.state(), now),
                (old, fresh) -> old.verdict().equals(fresh.verdict()) ? old : fresh)
            .since());
  }

  SyncTable sync(PairState pair) {
    SyncTable table = SyncTable.of(pair, hostMonitor::health);
    Map<String, Dated> dated = standing.getOrDefault(pair.pair(), Map.of());
    return table.with(
        table.items().stream()
            .map(item -> item.since(since(dated.get(item.item()), item.state())))
            .toList(),
        synced.get(pair.pair()));
  }

  private static @Nullable Instant since(@Nullable Dated dated, String verdict) {
    return dated != null && dated.verdict().equals(verdict) ? dated.since() : null;
  }

  ReadinessStatus readiness(PairState pair) {
    PairSnapshot seen = snapshots.of(pair);
    return new ReadinessStatus(
        ReadinessStatus.Standing.of(Readiness.graceful(pair, seen)),
        ReadinessStatus.Standing.of(Readiness.forced(pair, seen)),
        null,
        ReadinessStatus.DrillStatus.of(
            directory.lastGoodDrill(pair.pair()), drills.dueAfter(), clock.instant()));
  }

  /** With what a forced switchover would have to state; looks at all hosts, which takes seconds. */
  ReadinessStatus readinessAfresh(PairState pair) {
    Map<HostId, String> endpoints = new HashMap<>();
    for (HostId host : PairSnapshot.hosts(pair)) {
      inventory.endpoint(host).ifPresent(endpoint -> endpoints.put(host, endpoint));
    }
    ForcedRequirements required =
        ForcedRequirements.of(pair, SecondOpinions.take(agent, pair, endpoints));
    ReadinessStatus standing = readiness(pair);
    return new ReadinessStatus(
        standing.switchover(),
        ReadinessStatus.Standing.of(required.readiness()),
        ReadinessStatus.ForcedCall.of(required),
        standing.drill());
  }

  /** As {@link MonitoredSnapshots#tryOut}. */
  void tryOut(PairState pair) {
    snapshots.tryOut(pair);
  }

  /** The verdict on {@link #BINDING}; empty when nobody else gives orders. */
  String binding(PairState pair) {
    return String.join("; ", Drift.bindings(pair, hostMonitor::health));
  }

  /** Every verdict that stands now, by item; dates those that are new. */
  Map<String, String> verdicts(PairState pair) {
    SyncTable table = SyncTable.of(pair, hostMonitor::health);
    Map<String, String> verdicts = new HashMap<>();
    table.items().forEach(item -> verdicts.put(item.item(), item.state()));
    verdicts.put(
        "ready-for-switchover", Readiness.graceful(pair, snapshots.of(pair)).verdict().name());
    verdicts.put("service", service(pair).state());
    verdicts.put(
        "drift", String.join("; ", Drift.of(pair, hostMonitor::health, freshness.of(pair.pair()))));
    verdicts.put(BINDING, binding(pair));
    Instant now = clock.instant();
    if (table.filesInSync()) {
      synced.put(pair.pair(), now);
    }
    standing.compute(
        pair.pair(),
        (id, before) -> {
          Map<String, Dated> after = new HashMap<>();
          verdicts.forEach((item, verdict) -> {
            Dated old = before == null ? null : before.get(item);
            after.put(
                item, old != null && old.verdict().equals(verdict) ? old : new Dated(verdict, now));
          });
          return after;
        });
    return verdicts;
  }
}
