package dev.baton.step;

import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.step.Check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a pair could be switched now, with every check behind the verdict. Pure.
 *
 * @param checks in the order an operator would look; at least one
 */
public record Readiness(Verdict verdict, List<Check> checks) {

  /** Beyond this a graceful stop takes long enough to be a surprise; one WAL segment. */
  static final long LAG_LIMIT = 16L * 1024 * 1024;

  public Readiness {
    checks = List.copyOf(checks);
  }

  private static Readiness of(List<Check> checks) {
    Verdict verdict = Verdict.READY;
    for (Check check : checks) {
      if (check.verdict() == Verdict.NOT_READY) {
        verdict = Verdict.NOT_READY;
      } else if (check.verdict() == Verdict.UNKNOWN && verdict == Verdict.READY) {
        verdict = Verdict.UNKNOWN;
      }
    }
    return new Readiness(verdict, checks);
  }

  /** The checks that are not met or could not be made. */
  public List<Check> open() {
    return checks.stream().filter(check -> check.verdict() != Verdict.READY).toList();
  }

  /** For a graceful switchover from the present primary to the standby. */
  public static Readiness graceful(PairState pair, Readings now) {
    Site from = pair.primarySite();
    Site to = pair.standbySite();
    List<Check> checks = new ArrayList<>();
    agents(Readings.hosts(pair), now, checks);
    now.of(from.database()).ifPresent(o -> primary(o.postgres(), from.database(), checks));
    now.of(to.database()).ifPresent(o -> standby(pair, o.postgres(), to.database(), checks));
    if (now.of(from.database()).isPresent() && now.of(to.database()).isPresent()) {
      replication(now.of(from.database()).get(), now.of(to.database()).get(), to, checks);
    }
    checks.add(wayBack(now, from, to));
    now.of(from.application()).ifPresent(o -> serving(o, from.application(), checks));
    now.of(to.application()).ifPresent(o -> waiting(o, to.application(), checks));
    return of(checks);
  }

  /** For a forced switchover: only what the new side needs, and its own agents. */
  public static Readiness forced(PairState pair, Readings now) {
    Site to = pair.standbySite();
    List<Check> checks = new ArrayList<>();
    agents(new LinkedHashSet<>(List.of(to.application(), to.database())), now, checks);
    now.of(to.database()).ifPresent(o -> standby(pair, o.postgres(), to.database(), checks));
    now.of(to.application()).ifPresent(o -> waiting(o, to.application(), checks));
    return of(checks);
  }

  /** For a recovery: a primary to follow, and a way to it. How to rejoin is decided on the data. */
  public static Readiness recovery(PairState pair, Readings now) {
    Site serving = pair.primarySite();
    List<Check> checks = new ArrayList<>();
    agents(Readings.hosts(pair), now, checks);
    now.of(serving.database()).ifPresent(o -> primary(o.postgres(), serving.database(), checks));
    checks.add(wayBack(now, pair.standbySite(), serving));
    return of(checks);
  }

  private static void agents(Set<HostId> hosts, Readings now, List<Check> checks) {
    for (HostId host : hosts) {
      checks.add(
          switch (now.sights().get(host)) {
            case Sight.Seen seen -> Check.of("agent " + host, true, "answers", "answers", "");
            case Sight.NotSeen(var code, var why) ->
                Check.unknown(
                    "agent " + host,
                    why,
                    "answers",
                    "start the agent or mend its " + code + " state");
            case null -> Check.unknown("agent " + host, "not looked at", "answers", "look again");
          });
    }
  }

  private static void primary(Map<String, String> database, HostId host, List<Check> checks) {
    checks.add(
        Check.of(
            "primary writable",
            "true".equals(database.get("writable")),
            "%s writable: %s".formatted(host, database.getOrDefault("writable", "false")),
            "true",
            "see why the database on %s does not accept writes; if it is lost, switch over forced"
                .formatted(host)));
    checks.add(
        Check.of(
            "archiving",
            !"true".equals(database.get("archiverFailing")),
            "archiver failing: " + database.getOrDefault("archiverFailing", "false"),
            "false",
            "mend archive_command: a stop waits for it"));
  }

  private static void standby(
      PairState pair, Map<String, String> database, HostId host, List<Check> checks) {
    checks.add(
        Check.of(
            "standby in recovery",
            "true".equals(database.get("inRecovery")),
            "%s running: %s, in recovery: %s"
                .formatted(host, database.get("running"), database.get("inRecovery")),
            "true",
            "bring %s back as standby with a recovery".formatted(host)));
    checks.add(
        Check.of(
            "same database system",
            pair.systemIdentifier().equals(database.get("systemIdentifier")),
            String.valueOf(database.get("systemIdentifier")),
            pair.systemIdentifier(),
            "%s is no copy of the primary; take a base backup".formatted(host)));
    checks.add(
        Check.of(
            "replay not paused",
            !"true".equals(database.get("replayPaused")),
            "paused: " + database.getOrDefault("replayPaused", "false"),
            "false",
            "select pg_wal_replay_resume() on %s".formatted(host)));
  }

  private static void replication(
      Observation primary, Observation standby, Site to, List<Check> checks) {
    String receiver = standby.postgres().getOrDefault("receiver", "none");
    boolean attached =
        primary
            .postgres()
            .getOrDefault("standbys", "")
            .contains(to.database().value() + ":streaming");
    checks.add(
        Check.of(
            "standby streams",
            receiver.equals("streaming") && attached,
            "receiver %s, attached to the primary: %s".formatted(receiver, attached),
            "streaming, true",
            "see the log of the database on %s for what keeps it from streaming"
                .formatted(to.database())));
    Optional<Long> lag = Replication.lagBytes(primary.postgres(), standby.postgres());
    checks.add(
        lag.map(bytes ->
                Check.of(
                    "replication lag",
                    bytes <= LAG_LIMIT,
                    bytes + " bytes",
                    "at most " + LAG_LIMIT + " bytes",
                    "wait until the standby has caught up"))
            .orElseGet(() ->
                Check.unknown(
                    "replication lag", "unknown", "known", "see the databases' positions")));
  }

  private static Check wayBack(Readings now, Site from, Site to) {
    String limit = "%s accepts %s".formatted(to.database(), from.database());
    return switch (now.reach().get(from.database())) {
      case HostReply.Done done -> Check.of("way back open", true, "accepted", limit, "");
      case HostReply.Refused(var code, var why, var evidence) when code.equals("failed") ->
          Check.of(
              "way back open",
              false,
              why,
              limit,
              "allow the replication role from %s in pg_hba.conf of %s"
                  .formatted(from.database(), to.database()));
      case HostReply.Refused(var code, var why, var evidence) ->
          Check.unknown("way back open", why, limit, "bring the agent back");
      case HostReply.Unknown(var why, var open) ->
          Check.unknown("way back open", why, limit, "look again");
      case null -> Check.unknown("way back open", "not looked at", limit, "look again");
    };
  }

  private static void serving(Observation host, HostId name, List<Check> checks) {
    checks.add(
        Check.of(
            "application up",
            "up".equals(host.application().get("state")),
            "%s is %s".formatted(name, host.application().get("state")),
            "up",
            "start the application on %s, or switch over forced if it cannot be".formatted(name)));
    checks.add(
        Check.of(
            "address held",
            "true".equals(host.address().get("held")),
            "%s holds it: %s".formatted(name, host.address().get("held")),
            "true",
            "assign the address to %s".formatted(name)));
  }

  private static void waiting(Observation host, HostId name, List<Check> checks) {
    checks.add(
        Check.of(
            "application waiting",
            "false".equals(host.application().get("running"))
                && !"false".equals(host.application().get("installed")),
            "%s installed: %s, running: %s"
                .formatted(
                    name,
                    host.application().getOrDefault("installed", "unknown"),
                    host.application().getOrDefault("running", "unknown")),
            "installed and not running",
            "stop the application on %s: it must not run on a database in recovery"
                .formatted(name)));
    checks.add(
        Check.of(
            "address not held",
            !"true".equals(host.address().get("held")),
            "%s holds it: %s".formatted(name, host.address().get("held")),
            "false",
            "take the address off %s".formatted(name)));
  }
}
