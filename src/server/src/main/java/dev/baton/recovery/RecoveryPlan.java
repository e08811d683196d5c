package dev.baton.recovery;

import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Site;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.plan.GracefulSwitch;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.PolicyParts;
import dev.baton.plan.SiteHooks;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.HookPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps that bring a site back that is out. Unlike the order that GoCD documented, the service
 * runs on until the last switch, and no two databases ever write on one timeline.
 */
final class RecoveryPlan {

  private static final Map<String, String> NONE = Map.of();

  /** How long service may wait for somebody to say that it may go home. */
  private static final Duration APPROVAL = Duration.ofHours(24);

  /** Base backups of large databases take hours. */
  private static final Duration COPY = Duration.ofHours(24);

  private static final Duration CATCH_UP = Duration.ofMinutes(30);

  private RecoveryPlan() {}

  /**
   * What the plan depends on besides the pair.
   *
   * @param bytes size of the primary's data as it was last seen, for a copy of it; may be empty
   * @param window when service may go home
   * @param parts what the policies of the hosts name
   * @param closed whether the primary's site gives no service, as after a switchover that was given
   *     up half-way
   */
  record Choice(
      RejoinKind rejoin,
      String fork,
      boolean returnHome,
      OnRewindFailure onRewindFailure,
      MaintenanceWindow window,
      String bytes,
      String outEndpoint,
      Synchronous synchronous,
      PolicyParts parts,
      boolean closed) {}

  /**
   * Values of synchronous_standby_names; empty for none (S12).
   *
   * @param relaxed what a forced switchover took off the primary that serves now
   * @param atHome what the site that is out has, for when it is primary again
   */
  record Synchronous(String relaxed, String atHome) {}

  static List<PlannedStep> plan(PairState pair, Choice choice) {
    Site serving = pair.primarySite();
    Site out = pair.standbySite();
    PlanBuilder planBuilder = new PlanBuilder();
    String inspected = inspect(planBuilder, pair, choice.rejoin());
    // Service first: a copy of the database may take hours.
    String[] served =
        choice.closed() ? open(planBuilder, pair, serving, inspected) : new String[] {inspected};
    String told = choice.closed() ? opened(planBuilder, pair, serving, choice, served) : inspected;
    String redundant = rejoin(planBuilder, serving, out, choice, served);
    restored(planBuilder, pair, serving, choice, redundant, told);
    if (!choice.synchronous().relaxed().isEmpty()) {
      planBuilder.leaf(
          serving.database(),
          "restore-synchronous",
          Map.of(ActionParameter.NAMES.wireName(), choice.synchronous().relaxed()),
          redundant);
    }
    // Of a switch that got no further than its promotion; before a return home makes them anew.
    String dropped = planBuilder.dropSlots(choice.parts().slots(), out, serving, redundant);
    if (choice.returnHome()) {
      planBuilder.phase("approve", OnRefusal.PAUSE);
      String approved = planBuilder.approval("await-approval", APPROVAL, NONE, dropped);
      String open = planBuilder.window("await-window", choice.window(), approved);
      GracefulSwitch.plan(
          planBuilder,
          pair,
          choice.parts(),
          choice.outEndpoint(),
          choice.synchronous().atHome(),
          open);
    }
    return planBuilder.list();
  }

  private static String inspect(PlanBuilder planBuilder, PairState pair, RejoinKind rejoin) {
    planBuilder.phase("inspect", OnRefusal.PAUSE);
    Site out = pair.standbySite();
    List<String> fenced = new ArrayList<>();
    if (pair.hasApplication()) {
      fenced.add(planBuilder.on(out.application(), "fence-application", NONE));
    }
    String database = planBuilder.on(out.database(), "fence-database", NONE);
    if (pair.hasAddress()) {
      // After what users reach through it (S15).
      String closed = fenced.isEmpty() ? database : fenced.getFirst();
      fenced.add(planBuilder.on(out.application(), "fence-address", NONE, closed));
    }
    fenced.add(database);
    return planBuilder.on(
        out.database(),
        "inspect-old-primary",
        Map.of("primary", pair.primarySite().database().value(), "rejoin", rejoin.word()),
        fenced.toArray(String[]::new));
  }

  /** Answers the steps that end it; those it comes after, where a database is all there is. */
  static String[] open(PlanBuilder planBuilder, PairState pair, Site serving, String... after) {
    planBuilder.phase("open", OnRefusal.PAUSE);
    String[] served = after;
    if (pair.hasAddress()) {
      served = new String[] {planBuilder.on(serving.application(), "take-address", NONE, after)};
    }
    if (pair.hasApplication()) {
      List<String> reached = new ArrayList<>(List.of(served));
      reached.add(planBuilder.on(serving.application(), "start-application", NONE, after));
      planBuilder.within(Duration.ofMinutes(5));
      String[] both = reached.toArray(String[]::new);
      served = new String[] {planBuilder.on(serving.application(), "verify-service", NONE, both)};
    }
    return served;
  }

  /** Has the operator's own commands run now that service is up; answers the last step. */
  static String opened(
      PlanBuilder planBuilder, PairState pair, Site serving, Choice choice, String... served) {
    SiteHooks hooks = choice.parts().hooks();
    return hooks.add(planBuilder, HookPoint.AFTER_OPEN, serving, sites(pair, serving), served);
  }

  /** As {@link #opened}, now that the other site follows again. */
  static void restored(
      PlanBuilder planBuilder, PairState pair, Site serving, Choice choice, String... after) {
    SiteHooks hooks = choice.parts().hooks();
    hooks.end(planBuilder, HookPoint.AFTER_RESTORE, serving, sites(pair, serving), after);
  }

  /** The serving one first. */
  private static List<Site> sites(PairState pair, Site serving) {
    return pair.sites().stream()
        .sorted(Comparator.comparing(site -> !site.equals(serving)))
        .toList();
  }

  static String rejoin(
      PlanBuilder planBuilder, Site serving, Site out, Choice choice, String... inspected) {
    planBuilder.phase("rejoin", OnRefusal.PAUSE);
    String[] level = inspected;
    if (choice.rejoin() != RejoinKind.FOLLOW) {
      String kept =
          planBuilder.on(
              out.database(),
              "keep-evidence",
              Map.of(ActionParameter.FORK.wireName(), choice.fork()),
              inspected);
      // pg_rewind reads the source's control file, which shows the new timeline only after this.
      String written = planBuilder.on(serving.database(), "checkpoint-database", NONE, inspected);
      level =
          new String[] {
            choice.rejoin() == RejoinKind.REWIND
                ? rewind(planBuilder, serving, out, choice, kept, written)
                : copy(planBuilder, serving, out, choice, kept, written)
          };
    }
    String rejoined =
        planBuilder.on(
            out.database(),
            "rejoin-database",
            source(
                serving,
                Map.of(ActionParameter.SLOT, out.slot(), ActionParameter.STALE, serving.slot())),
            level);
    planBuilder.within(Duration.ofMinutes(5));
    List<String> ready = new ArrayList<>(List.of(rejoined));
    if (choice.parts().files()) {
      ready.add(
          planBuilder.on(
              serving.application(),
              "sync-files",
              Map.of("receiver", out.application().value(), "endpoint", choice.outEndpoint()),
              inspected));
      planBuilder.within(Duration.ofMinutes(5));
    }
    String redundant =
        planBuilder.on(
            StepRole.REDUNDANCY,
            out.database(),
            "verify-redundancy",
            Map.of("primary", serving.database().value()),
            ready.toArray(String[]::new));
    // It replays what was written while it was away.
    planBuilder.within(CATCH_UP);
    return redundant;
  }

  /** With the copy for the case that it fails, which a person is asked about unless one was. */
  private static String rewind(
      PlanBuilder planBuilder, Site serving, Site out, Choice choice, String... after) {
    String rewound =
        planBuilder.on(out.database(), "rewind-database", source(serving, Map.of()), after);
    planBuilder.within(COPY);
    planBuilder.mayFail();
    String consent = rewound;
    if (choice.onRewindFailure() == OnRewindFailure.PAUSE) {
      consent =
          planBuilder.approval(
              "approve-copy",
              APPROVAL,
              Map.of(
                  PlanBuilder.QUESTION,
                  "copy the whole database of %s to %s instead? What is there is kept beside it"
                      .formatted(serving.database(), out.database())),
              rewound);
      planBuilder.insteadOf(rewound);
    }
    String copied = copy(planBuilder, serving, out, choice, consent);
    planBuilder.insteadOf(rewound);
    return copied;
  }

  private static String copy(
      PlanBuilder planBuilder, Site serving, Site out, Choice choice, String... after) {
    String copied =
        planBuilder.on(
            out.database(),
            "copy-database",
            source(serving, Map.of(ActionParameter.BYTES, choice.bytes())),
            after);
    planBuilder.within(COPY);
    return copied;
  }

  /** Where the data come from, for a step and for its action; and what else the action takes. */
  private static Map<String, String> source(Site serving, Map<ActionParameter, String> more) {
    Map<String, String> params = new HashMap<>(ActionParameter.params(more));
    params.put("primary", serving.database().value());
    params.put(ActionParameter.HOST.wireName(), serving.databaseHost());
    params.put(ActionParameter.PORT.wireName(), serving.databasePort());
    return params;
  }
}
