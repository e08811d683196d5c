package dev.baton.status;

import dev.baton.action.ActionType;
import dev.baton.eventlog.PairDirectory;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.HostSight;
import dev.baton.host.Sight;
import dev.baton.host.Watch;
import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.step.Readiness;
import dev.baton.step.Readings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Puts together what is true of a pair now, from what the watch has seen. */
@ApplicationScoped
class StatusBoard {

  private static final Duration REACH = Duration.ofSeconds(5);

  private final Watch watch;
  private final HostAgent agent;
  private final PairDirectory directory;
  private final DrillConfig drills;
  private final Map<HostId, HostReply> reach = new ConcurrentHashMap<>();
  private final Map<PairId, Map<String, Dated>> standing = new ConcurrentHashMap<>();
  private final Map<PairId, Instant> synced = new ConcurrentHashMap<>();

  /** A verdict and since when it holds. */
  private record Dated(String verdict, Instant since) {}

  StatusBoard(Watch watch, HostAgent agent, PairDirectory directory, DrillConfig drills) {
    this.watch = watch;
    this.agent = agent;
    this.directory = directory;
    this.drills = drills;
  }

  PairStatus status(PairState pair) {
    Instant now = Instant.now();
    List<HostStatus> hosts = new ArrayList<>();
    for (Site site : pair.sites()) {
      hosts.add(
          HostStatus.of(pair, site, site.application(), watch.sight(site.application()), now));
      if (!site.database().equals(site.application())) {
        hosts.add(HostStatus.of(pair, site, site.database(), watch.sight(site.database()), now));
      }
    }
    return new PairStatus(
        pair.pair().value(),
        pair.home().value(),
        pair.primary().value(),
        pair.standbySite().name().value(),
        pair.out().map(site -> site.value()).orElse(null),
        pair.term(),
        pair.epoch(),
        pair.version(),
        pair.address(),
        pair.running().map(o -> o.id().value()).orElse(null),
        pair.sites().stream().map(site -> PairStatus.SiteStatus.of(pair, site)).toList(),
        hosts,
        ReplicationStatus.of(
            pair,
            watch.sight(pair.primarySite().database()).last(),
            watch.sight(pair.standbySite().database()).last(),
            now),
        sync(pair).items(),
        readiness(pair),
        SplitBrainStatus.of(pair),
        Drift.of(pair, watch::sight));
  }

  SyncTable sync(PairState pair) {
    SyncTable table = SyncTable.of(pair, watch::sight);
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
    Readings seen = seen(pair);
    return new ReadinessStatus(
        ReadinessStatus.Standing.of(Readiness.graceful(pair, seen)),
        ReadinessStatus.Standing.of(Readiness.forced(pair, seen)),
        ReadinessStatus.DrillStatus.of(
            directory.lastGoodDrill(pair.pair()), drills.dueAfter(), Instant.now()));
  }

  private Readings seen(PairState pair) {
    Map<HostId, Sight> sights = new HashMap<>();
    for (HostId host : Readings.hosts(pair)) {
      HostSight sight = watch.sight(host);
      sights.put(
          host,
          sight
              .now()
              .<Sight>map(Sight.Seen::new)
              .orElseGet(() -> new Sight.NotSeen(sight.agent(), sight.why())));
    }
    Map<HostId, HostReply> reached = new HashMap<>(reach);
    reached.keySet().retainAll(sights.keySet());
    return new Readings(sights, reached);
  }

  /** Tries the replication connections of both directions; takes up to some seconds. */
  void tryReach(PairState pair) {
    Site a = pair.primarySite();
    Site b = pair.standbySite();
    tryReach(a, b);
    tryReach(b, a);
  }

  private void tryReach(Site from, Site to) {
    Map<String, String> target = Map.of("host", to.databaseHost(), "port", to.databasePort());
    reach.put(
        from.database(), agent.read(from.database(), ActionType.POSTGRES_REACH, target, REACH));
  }

  /** Every verdict that stands now, by item; dates those that are new. */
  Map<String, String> verdicts(PairState pair) {
    SyncTable table = SyncTable.of(pair, watch::sight);
    Map<String, String> verdicts = new HashMap<>();
    table.items().forEach(item -> verdicts.put(item.item(), item.state()));
    verdicts.put("ready-for-switchover", Readiness.graceful(pair, seen(pair)).verdict().name());
    verdicts.put("drift", String.join("; ", Drift.of(pair, watch::sight)));
    Instant now = Instant.now();
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
