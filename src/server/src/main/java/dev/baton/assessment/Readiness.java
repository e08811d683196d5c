package dev.baton.assessment;

import dev.baton.assessment.Check.Verdict;
import dev.baton.host.AgentReply;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  public static Readiness graceful(PairState pair, PairSnapshot now) {
    Site from = pair.primarySite();
    Site to = pair.standbySite();
    List<Check> checks = new ArrayList<>();
    agents(pair, PairSnapshot.hosts(pair), now, checks);
    now.of(from.database()).ifPresent(o -> primary(o.postgres(), from.database(), checks));
    now.of(to.database()).ifPresent(o -> standby(pair, o.postgres(), to.database(), checks));
    if (now.of(from.database()).isPresent() && now.of(to.database()).isPresent()) {
      Observation primary = now.of(from.database()).get();
      Observation standby = now.of(to.database()).get();
      checks.addAll(new DatabaseChecks(from, to, primary.postgres(), standby.postgres()).all());
    }
    checks.add(wayBack(now, from, to));
    checks.add(restart(now, from));
    checks.add(restart(now, to));
    checks.addAll(new FollowChecks(now, from, to).all());
    now.of(from.application()).ifPresent(o -> serving(pair, o, from.application(), checks));
    now.of(to.application()).ifPresent(o -> waiting(pair, o, to.application(), checks));
    now.of(from.application())
        .ifPresent(here ->
            now.of(to.application())
                .ifPresent(there ->
                    checks.addAll(
                        new FileChecks(from.application(), to.application(), here, there).all())));
    return of(checks);
  }

  /** For a forced switchover: only what the new side needs, and its own agents. */
  public static Readiness forced(PairState pair, PairSnapshot now) {
    Site to = pair.standbySite();
    List<Check> checks = new ArrayList<>();
    agents(pair, to.hosts(), now, checks);
    now.of(to.database()).ifPresent(o -> standby(pair, o.postgres(), to.database(), checks));
    now.of(to.application()).ifPresent(o -> waiting(pair, o, to.application(), checks));
    return of(checks);
  }

  /** For a recovery: a primary to follow, and a way to it. How to rejoin is decided on the data. */
  public static Readiness recovery(PairState pair, PairSnapshot now) {
    Site serving = pair.primarySite();
    List<Check> checks = new ArrayList<>();
    agents(pair, PairSnapshot.hosts(pair), now, checks);
    now.of(serving.database()).ifPresent(o -> primary(o.postgres(), serving.database(), checks));
    checks.add(wayBack(now, pair.standbySite(), serving));
    checks.add(restart(now, pair.standbySite()));
    return of(checks);
  }

  private static void agents(
      PairState pair, Set<HostId> hosts, PairSnapshot now, List<Check> checks) {
    for (HostId host : hosts) {
      checks.add(
          switch (now.observations().get(host)) {
            case ObservationResult.Seen(var seen) -> {
              String other = seen.binding().obeysAnother(host, pair.pair()).orElse("");
              boolean ours = other.isEmpty();
              String measured = ours ? "answers" : "obeys another";
              yield Check.of("agent " + host, ours, measured, "answers", other);
            }
            case ObservationResult.NotSeen(var code, var why) ->
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
            Evidence.of(database).flag(EvidenceKey.WRITABLE),
            "%s writable: %s"
                .formatted(host, Evidence.of(database).text(EvidenceKey.WRITABLE, "false")),
            "true",
            "see why the database on %s does not accept writes; if it is lost, switch over forced"
                .formatted(host)));
    checks.add(
        Check.of(
            "archiving",
            !Evidence.of(database).flag(EvidenceKey.ARCHIVER_FAILING),
            "archiver failing: "
                + Evidence.of(database).text(EvidenceKey.ARCHIVER_FAILING, "false"),
            "false",
            ("see the log of %s and pg_stat_archiver, and mend archive_command: its last try failed,"
                    + " or WAL has waited for it for a minute; a stop waits for it too")
                .formatted(host)));
  }

  private static void standby(
      PairState pair, Map<String, String> database, HostId host, List<Check> checks) {
    checks.add(
        Check.of(
            "standby in recovery",
            Evidence.of(database).flag(EvidenceKey.IN_RECOVERY),
            "%s running: %s, in recovery: %s"
                .formatted(
                    host,
                    Evidence.of(database).text(EvidenceKey.RUNNING, "unknown"),
                    Evidence.of(database).text(EvidenceKey.IN_RECOVERY, "unknown")),
            "true",
            "bring %s back as standby with a recovery".formatted(host)));
    checks.add(
        Check.of(
            "same database system",
            pair.systemIdentifier()
                .equals(Evidence.of(database).text(EvidenceKey.SYSTEM_IDENTIFIER)),
            Evidence.of(database).text(EvidenceKey.SYSTEM_IDENTIFIER, "unknown"),
            pair.systemIdentifier(),
            "%s is no copy of the primary; take a base backup".formatted(host)));
    checks.add(
        Check.of(
            "replay not paused",
            !Evidence.of(database).flag(EvidenceKey.REPLAY_PAUSED),
            "paused: " + Evidence.of(database).text(EvidenceKey.REPLAY_PAUSED, "false"),
            "false",
            "select pg_wal_replay_resume() on %s".formatted(host)));
  }

  private static Check wayBack(PairSnapshot now, Site from, Site to) {
    return answered(
        "way back open",
        now.reach().get(from.database()),
        "%s accepts %s".formatted(to.database(), from.database()),
        "allow the replication role from %s in pg_hba.conf of %s"
            .formatted(from.database(), to.database()));
  }

  /** A rollback and a rejoin start a database again; that it cannot be is told before it stops. */
  private static Check restart(PairSnapshot now, Site site) {
    return answered(
        "database " + site.database() + " can be started",
        now.starts().get(site.database()),
        "by its agent, as it runs now",
        "see `baton-agent check` on " + site.database());
  }

  private static Check answered(
      String name, @Nullable AgentReply reply, String limit, String remedy) {
    return switch (reply) {
      case AgentReply.Done done -> Check.of(name, true, "yes", limit, "");
      case AgentReply.Refused(var code, var why, var evidence) when code == RefusalCode.FAILED ->
          Check.of(name, false, why, limit, remedy);
      case AgentReply.Refused(var code, var why, var evidence) ->
          Check.unknown(name, why, limit, "bring the agent back");
      case AgentReply.Unknown(var why, var open) -> Check.unknown(name, why, limit, "look again");
      case null -> Check.unknown(name, "not looked at", limit, "look again");
    };
  }

  private static void serving(PairState pair, Observation host, HostId name, List<Check> checks) {
    checks.add(RegisteredParts.check(pair, host, name));
    if (pair.hasApplication()) {
      checks.addAll(new ApplicationChecks(host.application(), name).serving());
    }
    if (pair.hasAddress()) {
      checks.addAll(new AddressChecks(host.address(), name).held());
    }
  }

  private static void waiting(PairState pair, Observation host, HostId name, List<Check> checks) {
    checks.add(RegisteredParts.check(pair, host, name));
    if (pair.hasApplication()) {
      checks.addAll(new ApplicationChecks(host.application(), name).waiting());
    }
    if (pair.hasAddress()) {
      checks.addAll(new AddressChecks(host.address(), name).notHeld());
    }
  }
}
