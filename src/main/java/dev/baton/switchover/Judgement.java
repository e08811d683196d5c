package dev.baton.switchover;

import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.host.Watch;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.step.Check.Verdict;
import dev.baton.step.DataLoss;
import dev.baton.step.GracefulSwitch;
import dev.baton.step.Lsn;
import dev.baton.step.Readiness;
import dev.baton.step.Readings;
import dev.baton.step.Steps;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at all hosts before a switchover is accepted, and refuses with what was found. */
@ApplicationScoped
class Judgement {

  private final HostAgent agent;
  private final HostInventory inventory;
  private final Watch watch;

  Judgement(HostAgent agent, HostInventory inventory, Watch watch) {
    this.agent = agent;
    this.inventory = inventory;
    this.watch = watch;
  }

  /** The plan of a graceful switchover; refused when any check is not met or cannot be made. */
  List<PlannedStep> gracefulPlan(PairState pair) {
    Readings now = look(pair);
    requireReady(pair, Readiness.graceful(pair, now));
    return graceful(pair, now);
  }

  Readings look(PairState pair) {
    return Readings.take(agent, pair);
  }

  /** The plan as it follows from what was read, whether or not it could be started. */
  List<PlannedStep> graceful(PairState pair, Readings now) {
    Steps steps = new Steps();
    Site to = pair.standbySite();
    GracefulSwitch.plan(
        steps,
        pair.primarySite(),
        to,
        inventory.endpoint(to.application()).orElse(""),
        synchronous(now, to.database()));
    return steps.list();
  }

  /** The plan of a forced one; refused when the old site serves, or the loss is not accepted. */
  List<PlannedStep> forcedPlan(PairState pair, String accept) {
    return forcedPlan(new Steps(), pair, accept);
  }

  /**
   * The same in place of a plan that was given up. It takes nothing for granted that was done by
   * that one: every host is looked at and fenced anew, and a database that was stopped cleanly
   * tells by itself that nothing is lost.
   */
  List<PlannedStep> forcedPlan(Steps steps, PairState pair, String accept) {
    Readings now = look(pair);
    requireAnswers(pair, now);
    Site from = pair.primarySite();
    Site to = pair.standbySite();
    Optional<Observation> primary = now.of(from.database());
    boolean writable = shows(primary.map(Observation::postgres), "writable", "true");
    if (writable
        && shows(now.of(from.application()).map(Observation::application), "state", "up")) {
      throw new ProblemException(
          ProblemType.PRIMARY_SERVES,
          "%s still serves %s; a graceful switchover loses nothing. Stop it first if it must not serve."
              .formatted(from.name(), pair.pair()));
    }
    requireReady(pair, Readiness.forced(pair, now));
    Map<String, String> standby = now.of(to.database()).orElseThrow().postgres();
    DataLoss.LastSight last = lastSight(primary, from.database());
    DataLoss loss = DataLoss.quote(pair, last, standby);
    if (!loss.coveredBy(accept)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.DATA_LOSS_NOT_ACCEPTED,
                  "%s. Repeat with acceptDataLoss '%s' to accept it."
                      .formatted(loss.why(), loss.exact() ? loss.bytes() : "unknown"))
              .with("quote", loss));
    }
    return forced(steps, pair, accept, last, now);
  }

  /** The plan as it follows from what was read, whether or not it could be started. */
  List<PlannedStep> forced(PairState pair, String accept, Readings now) {
    HostId primary = pair.primarySite().database();
    return forced(new Steps(), pair, accept, lastSight(now.of(primary), primary), now);
  }

  private static List<PlannedStep> forced(
      Steps steps, PairState pair, String accept, DataLoss.LastSight last, Readings now) {
    return ForcedSwitch.plan(
        steps, pair, accept, last, synchronous(now, pair.standbySite().database()));
  }

  /** A clean stop tells its own end; else the last time the watch saw it writing has to do. */
  private DataLoss.LastSight lastSight(Optional<Observation> now, HostId primary) {
    if (shows(now.map(Observation::postgres), "clusterState", "shut down")) {
      return new DataLoss.LastSight(lsn(now, "checkpointLsn"), now.map(Observation::at), true);
    }
    Optional<Observation> last = watch.sight(primary).lastPrimary();
    return new DataLoss.LastSight(lsn(last, "writeLsn"), last.map(Observation::at), false);
  }

  private static Optional<Lsn> lsn(Optional<Observation> sight, String key) {
    return sight.flatMap(o -> Lsn.parse(o.postgres().getOrDefault(key, "")));
  }

  private static void requireAnswers(PairState pair, Readings now) {
    List<String> silent =
        Readings.hosts(pair).stream()
            .filter(host -> !(now.sights().get(host) instanceof Sight.Seen))
            .map(HostId::value)
            .toList();
    if (!silent.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.HOSTS_UNREACHABLE,
                  "No answer from %s. Every host of both sites must answer, so that the old primary can be"
                          .formatted(String.join(", ", silent))
                      + " fenced: start the agents there, then repeat the call.")
              .with("hosts", silent));
    }
  }

  private static void requireReady(PairState pair, Readiness readiness) {
    if (readiness.verdict() != Verdict.READY) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.NOT_READY,
                  "%s is not ready: %s."
                      .formatted(
                          pair.pair(),
                          readiness.open().stream()
                              .map(check -> check.name() + " (" + check.measured() + ")")
                              .collect(Collectors.joining("; "))))
              .with("checks", readiness.open()));
    }
  }

  private static boolean shows(Optional<Map<String, String>> part, String key, String value) {
    return part.map(p -> value.equals(p.get(key))).orElse(false);
  }

  private static String synchronous(Readings now, HostId database) {
    return now.of(database)
        .map(o -> o.postgres().getOrDefault("synchronousStandbyNames", ""))
        .orElse("");
  }
}
