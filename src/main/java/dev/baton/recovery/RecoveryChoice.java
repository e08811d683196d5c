package dev.baton.recovery;

import dev.baton.action.ActionType;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.Window;
import dev.baton.step.InspectOldPrimary;
import dev.baton.step.Readings;
import dev.baton.step.Rejoin;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at both sites before a recovery is accepted, and decides how the one that is out rejoins.
 */
@ApplicationScoped
class RecoveryChoice {

  private static final Duration READ = Duration.ofSeconds(10);
  private static final Set<String> WORDS = Set.of("auto", "follow", "rewind", "basebackup");

  private final HostAgent agent;
  private final HostInventory inventory;
  private final EventLog log;

  RecoveryChoice(HostAgent agent, HostInventory inventory, EventLog log) {
    this.agent = agent;
    this.log = log;
    this.inventory = inventory;
  }

  Readings look(PairState pair) {
    return Readings.take(agent, pair);
  }

  /** What the caller wants. */
  record Asked(String rejoin, OnRewindFailure onRewindFailure, boolean returnHome, Window window) {}

  RecoveryPlan.Choice choose(PairState pair, Asked asked, Readings now) {
    requireMeant(pair, asked.rejoin(), asked.returnHome());
    Map<HostId, Sight> sights = now.sights();
    requireAnswers(sights);
    HostId out = pair.standbySite().database();
    if (sights.get(out) instanceof Sight.Seen(Observation seen)
        && "streaming".equals(seen.postgres().get("receiver"))
        && pair.out().isEmpty()) {
      throw new ProblemException(
          ProblemType.NOTHING_TO_RECOVER,
          "%s streams from %s already; to move service, start a switchover."
              .formatted(out, pair.primarySite().database()));
    }
    HostReply found = InspectOldPrimary.decide(agent, out, pair.primarySite().database());
    if (!(found instanceof HostReply.Done done)) {
      throw new ProblemException(
          ProblemType.HOSTS_UNREACHABLE,
          "The databases cannot be read: %s.".formatted(found.why()));
    }
    Rejoin.Kind rejoin = chosen(asked.rejoin(), done.evidence());
    String bytes = size(pair.primarySite().database()).getOrDefault("bytes", "");
    requireFit(pair, rejoin, bytes, done.evidence());
    return with(pair, rejoin, done.evidence().getOrDefault("fork", ""), bytes, asked, now);
  }

  private Map<String, String> size(HostId host) {
    return agent.read(host, ActionType.POSTGRES_SIZE, Map.of(), READ) instanceof HostReply.Done size
        ? size.evidence()
        : Map.of();
  }

  /** What would only come out half-way is said now. */
  private void requireFit(
      PairState pair, Rejoin.Kind rejoin, String bytes, Map<String, String> found) {
    HostId out = pair.standbySite().database();
    Optional<String> first =
        switch (rejoin) {
          case REWIND -> Optional.ofNullable(found.get("first"));
          case BASEBACKUP -> CopySpace.missing(bytes, size(out).getOrDefault("freeBytes", ""));
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
      PairState pair, Rejoin.Kind rejoin, String fork, String bytes, Asked asked, Readings now) {
    Map<HostId, Sight> sights = now.sights();
    return new RecoveryPlan.Choice(
        rejoin,
        fork,
        asked.returnHome(),
        asked.onRewindFailure(),
        asked.window(),
        bytes,
        inventory.endpoint(pair.standbySite().application()).orElse(""),
        new RecoveryPlan.Synchronous(
            relaxed(pair), names(sights.get(pair.standbySite().database()))),
        !serves(sights.get(pair.primarySite().application())));
  }

  /** The same where a side was named that gives way, whatever its database shows. */
  RecoveryPlan.Choice toResolve(Site survivor, Site other, Rejoin.Kind kind, Readings now) {
    HostReply found = InspectOldPrimary.decide(agent, other.database(), survivor.database());
    return new RecoveryPlan.Choice(
        kind,
        found instanceof HostReply.Done done ? done.evidence().getOrDefault("fork", "") : "",
        false,
        OnRewindFailure.PAUSE,
        Window.ANY,
        size(survivor.database()).getOrDefault("bytes", ""),
        inventory.endpoint(other.application()).orElse(""),
        new RecoveryPlan.Synchronous(
            kind == Rejoin.Kind.FOLLOW ? "" : names(now.sights().get(survivor.database())), ""),
        true);
  }

  private static void requireMeant(PairState pair, String asked, boolean returnHome) {
    if (!WORDS.contains(asked)) {
      throw ProblemException.badRequest("rejoin", "use auto, follow, rewind or basebackup");
    }
    if (returnHome && pair.primary().equals(pair.home())) {
      throw ProblemException.badRequest(
          "returnHome",
          "%s is home and primary; there is nowhere to return".formatted(pair.home()));
    }
  }

  private static boolean serves(@Nullable Sight application) {
    return application instanceof Sight.Seen(Observation seen)
        && "up".equals(seen.application().get("state"))
        && "true".equals(seen.address().get("held"));
  }

  private static Rejoin.Kind chosen(String asked, Map<String, String> found) {
    Rejoin.Kind needed = Rejoin.Kind.of(found.getOrDefault("rejoin", "refuse"));
    Rejoin.Kind chosen = asked.equals("auto") ? needed : Rejoin.Kind.of(asked);
    if (!chosen.covers(needed)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.REJOIN_UNFIT,
                  "%s is not enough: %s. %s."
                      .formatted(
                          asked,
                          found.get("why"),
                          needed == Rejoin.Kind.REFUSE
                              ? "Set that database up anew as a standby"
                              : "Use " + needed.word()))
              .with("finding", found));
    }
    return chosen;
  }

  private static String names(@Nullable Sight sight) {
    return sight instanceof Sight.Seen(Observation seen)
        ? seen.postgres().getOrDefault("synchronousStandbyNames", "")
        : "";
  }

  /** What was taken off the primary that serves and not put back since; the log remembers it. */
  private String relaxed(PairState pair) {
    String host = "@" + pair.primarySite().database();
    String names = "";
    Map<String, String> planned = new HashMap<>();
    for (RecordedEvent event : log.read(StreamId.of(pair.pair()), 0)) {
      if (event.fact() instanceof PlanFrozen frozen) {
        frozen
            .plan()
            .steps()
            .forEach(step ->
                Optional.ofNullable(step.params().get("before"))
                    .ifPresent(before -> planned.put(step.id(), before)));
      }
      if (event.fact() instanceof StepDone done && !done.undo() && done.step().contains(host)) {
        if (done.step().startsWith("relax-synchronous")) {
          // A step whose effect was only found no longer saw what was there before it.
          names = planned.getOrDefault(done.step(), done.evidence().getOrDefault("before", ""));
        } else if (done.step().startsWith("restore-synchronous")) {
          names = "";
        }
      }
    }
    return names;
  }

  static void requireAnswers(Map<HostId, Sight> sights) {
    List<String> silent =
        sights.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Sight.NotSeen)
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
