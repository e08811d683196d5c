package dev.baton.recovery;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.EventLog;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.HostId;
import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.plan.PolicyParts;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.judge.InspectOldPrimary;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at both sites before a recovery is accepted, and decides how the one that is out rejoins.
 */
@ApplicationScoped
class RecoveryPlanner {

  private static final Duration READ = Duration.ofSeconds(10);
  private static final String AUTO = "auto";
  private static final List<RejoinKind> ASKED =
      List.of(RejoinKind.FOLLOW, RejoinKind.REWIND, RejoinKind.BASEBACKUP);

  private final HostAgent agent;
  private final HostInventory inventory;
  private final EventLog log;

  RecoveryPlanner(HostAgent agent, HostInventory inventory, EventLog log) {
    this.agent = agent;
    this.log = log;
    this.inventory = inventory;
  }

  PairSnapshot look(PairState pair) {
    return PairSnapshot.take(agent, pair);
  }

  /**
   * What the caller wants.
   *
   * @param rejoin empty for the cheapest way there is
   */
  record Asked(
      Optional<RejoinKind> rejoin,
      OnRewindFailure onRewindFailure,
      boolean returnHome,
      MaintenanceWindow window) {}

  /** The way to rejoin in a request; empty for {@code auto}. */
  static Optional<RejoinKind> rejoin(String word) {
    if (word.equals(AUTO)) {
      return Optional.empty();
    }
    if (ASKED.stream().noneMatch(kind -> kind.word().equals(word))) {
      throw ProblemException.badRequest("rejoin", "use auto, follow, rewind or basebackup");
    }
    return Optional.of(RejoinKind.of(word));
  }

  RecoveryPlan.Choice choose(PairState pair, Asked asked, PairSnapshot now) {
    requireMeant(pair, asked.returnHome());
    Map<HostId, ObservationResult> observations = now.observations();
    requireAnswers(observations);
    HostId out = pair.standbySite().database();
    if (observations.get(out) instanceof ObservationResult.Seen(Observation seen)
        && "streaming".equals(Evidence.of(seen.postgres()).text(EvidenceKey.RECEIVER))
        && pair.out().isEmpty()) {
      throw new ProblemException(
          ProblemType.NOTHING_TO_RECOVER,
          "%s streams from %s already; to move service, start a switchover."
              .formatted(out, pair.primarySite().database()));
    }
    AgentReply found = InspectOldPrimary.decide(agent, out, pair.primarySite().database());
    if (!(found instanceof AgentReply.Done done)) {
      throw new ProblemException(
          ProblemType.HOSTS_UNREACHABLE,
          "The databases cannot be read: %s.".formatted(found.why()));
    }
    RejoinKind rejoin = chosen(asked.rejoin(), done.evidence());
    String bytes = size(pair.primarySite().database()).getOrDefault("bytes", "");
    requireFit(pair, rejoin, bytes, done.evidence());
    return with(
        pair, rejoin, Evidence.of(done.evidence()).text(EvidenceKey.FORK), bytes, asked, now);
  }

  private Map<String, String> size(HostId host) {
    return agent.read(host, ActionType.POSTGRES_SIZE, Map.of(), READ)
            instanceof AgentReply.Done size
        ? size.evidence()
        : Map.of();
  }

  /** What would only come out half-way is said now. */
  private void requireFit(
      PairState pair, RejoinKind rejoin, String bytes, Map<String, String> found) {
    HostId out = pair.standbySite().database();
    Optional<String> first =
        switch (rejoin) {
          case REWIND -> Evidence.of(found).find(EvidenceKey.FIRST);
          case BASEBACKUP -> BaseBackupSpace.first(bytes, Evidence.of(size(out)));
          case FOLLOW, REFUSE -> Optional.empty();
        };
    first.ifPresent(why -> {
      throw new ProblemException(
          Problem.of(
                  ProblemType.REJOIN_UNFIT,
                  "%s of %s cannot begin yet: %s.".formatted(rejoin.word(), out, why))
              .with("finding", found));
    });
  }

  /** What the plan depends on, for a way to rejoin that was found fit, or is assumed to be. */
  RecoveryPlan.Choice with(
      PairState pair, RejoinKind rejoin, String fork, String bytes, Asked asked, PairSnapshot now) {
    Map<HostId, ObservationResult> observations = now.observations();
    return new RecoveryPlan.Choice(
        rejoin,
        fork,
        asked.returnHome(),
        asked.onRewindFailure(),
        asked.window(),
        bytes,
        inventory.endpoint(pair.standbySite().application()).orElse(""),
        new RecoveryPlan.Synchronous(
            RelaxedSynchronous.names(log, pair),
            names(observations.get(pair.standbySite().database()))),
        PolicyParts.of(now, pair.primarySite(), pair.standbySite()),
        now.of(pair.primarySite().application()).filter(seen -> serves(pair, seen)).isEmpty());
  }

  /** Decides how the side rejoins that was named to give way, whatever its database shows. */
  RecoveryPlan.Choice toResolve(Site survivor, Site other, RejoinKind kind, PairSnapshot now) {
    AgentReply found = InspectOldPrimary.decide(agent, other.database(), survivor.database());
    return new RecoveryPlan.Choice(
        kind,
        found instanceof AgentReply.Done done
            ? Evidence.of(done.evidence()).text(EvidenceKey.FORK)
            : "",
        false,
        OnRewindFailure.PAUSE,
        MaintenanceWindow.ANY,
        size(survivor.database()).getOrDefault("bytes", ""),
        inventory.endpoint(other.application()).orElse(""),
        new RecoveryPlan.Synchronous(
            kind == RejoinKind.FOLLOW ? "" : names(now.observations().get(survivor.database())),
            ""),
        PolicyParts.of(now, survivor, other),
        true);
  }

  private static void requireMeant(PairState pair, boolean returnHome) {
    if (returnHome && pair.primary().equals(pair.home())) {
      throw ProblemException.badRequest(
          "returnHome",
          "%s is home and primary; there is nowhere to return".formatted(pair.home()));
    }
  }

  /** Whether the host shows what users need of it besides its database. */
  static boolean serves(PairState pair, Observation application) {
    boolean up = "up".equals(Evidence.of(application.application()).text(EvidenceKey.STATE));
    boolean held = Evidence.of(application.address()).flag(EvidenceKey.HELD);
    return (up || !pair.hasApplication()) && (held || !pair.hasAddress());
  }

  private static RejoinKind chosen(Optional<RejoinKind> asked, Map<String, String> found) {
    RejoinKind needed = RejoinKind.of(Evidence.of(found).text(EvidenceKey.REJOIN, "refuse"));
    RejoinKind chosen = asked.orElse(needed);
    if (!chosen.covers(needed)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.REJOIN_UNFIT,
                  "%s is not enough: %s. %s."
                      .formatted(
                          asked.map(RejoinKind::word).orElse(AUTO),
                          Evidence.of(found).text(EvidenceKey.WHY),
                          needed == RejoinKind.REFUSE
                              ? "Set that database up anew as a standby"
                              : "Use " + needed.word()))
              .with("finding", found));
    }
    return chosen;
  }

  private static String names(@Nullable ObservationResult observationResult) {
    return observationResult instanceof ObservationResult.Seen(Observation seen)
        ? Evidence.of(seen.postgres()).text(EvidenceKey.SYNCHRONOUS_STANDBY_NAMES)
        : "";
  }

  static void requireAnswers(Map<HostId, ObservationResult> observations) {
    List<String> silent =
        observations.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof ObservationResult.NotSeen)
            .map(entry -> entry.getKey().value())
            .sorted()
            .toList();
    if (!silent.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.HOSTS_UNREACHABLE,
                  "No answer from %s; start the agents there, then repeat the call."
                      .formatted(String.join(", ", silent)))
              .with("hosts", silent));
    }
  }
}
