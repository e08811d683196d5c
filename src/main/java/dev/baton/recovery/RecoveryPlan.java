package dev.baton.recovery;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.Nature;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.pair.Window;
import dev.baton.step.GracefulSwitch;
import dev.baton.step.Rejoin;
import dev.baton.step.Steps;
import java.time.Duration;
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

  private RecoveryPlan() {}

  /**
   * What the plan depends on besides the pair.
   *
   * @param bytes size of the primary's data as it was last seen, for a copy of it; may be empty
   * @param window when service may go home
   * @param closed whether the primary's site gives no service, as after a switchover that was given
   *     up half-way
   */
  record Choice(
      Rejoin.Kind rejoin,
      String fork,
      boolean returnHome,
      OnRewindFailure onRewindFailure,
      Window window,
      String bytes,
      String outEndpoint,
      Synchronous synchronous,
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
    Steps steps = new Steps();
    String inspected = inspect(steps, serving, out, choice.rejoin());
    // Service first: a copy of the database may take hours.
    String served = choice.closed() ? open(steps, serving, inspected) : inspected;
    String redundant = rejoin(steps, serving, out, choice, served);
    if (!choice.synchronous().relaxed().isEmpty()) {
      steps.leaf(
          serving.database(),
          "restore-synchronous",
          Map.of("names", choice.synchronous().relaxed()),
          redundant);
    }
    if (choice.returnHome()) {
      steps.phase("approve", OnRefusal.PAUSE);
      String approved = steps.approval("await-approval", APPROVAL, NONE, redundant);
      String open = steps.window("await-window", choice.window(), approved);
      GracefulSwitch.plan(steps, pair, choice.outEndpoint(), choice.synchronous().atHome(), open);
    }
    return steps.list();
  }

  private static String inspect(Steps steps, Site serving, Site out, Rejoin.Kind rejoin) {
    steps.phase("inspect", OnRefusal.PAUSE);
    String application = steps.on(out.application(), "fence-application", NONE);
    String address = steps.on(out.application(), "fence-address", NONE);
    String database = steps.on(out.database(), "fence-database", NONE);
    return steps.on(
        out.database(),
        "inspect-old-primary",
        Map.of("primary", serving.database().value(), "rejoin", rejoin.word()),
        application,
        address,
        database);
  }

  static String open(Steps steps, Site serving, String... after) {
    steps.phase("open", OnRefusal.PAUSE);
    String address = steps.on(serving.application(), "take-address", NONE, after);
    String started = steps.on(serving.application(), "start-application", NONE, after);
    steps.within(Duration.ofMinutes(5));
    return steps.on(serving.application(), "verify-service", NONE, address, started);
  }

  static String rejoin(Steps steps, Site serving, Site out, Choice choice, String inspected) {
    steps.phase("rejoin", OnRefusal.PAUSE);
    String level = inspected;
    if (choice.rejoin() != Rejoin.Kind.FOLLOW) {
      String kept =
          steps.on(out.database(), "keep-evidence", Map.of("fork", choice.fork()), inspected);
      // pg_rewind reads the source's control file, which shows the new timeline only after this.
      String written = steps.on(serving.database(), "checkpoint-database", NONE, inspected);
      level =
          choice.rejoin() == Rejoin.Kind.REWIND
              ? rewind(steps, serving, out, choice, kept, written)
              : copy(steps, serving, out, choice, kept, written);
    }
    String rejoined =
        steps.on(
            out.database(),
            "rejoin-database",
            Map.of(
                "primary", serving.database().value(),
                "host", serving.databaseHost(),
                "port", serving.databasePort(),
                "slot", out.slot()),
            level);
    steps.within(Duration.ofMinutes(5));
    String synced =
        steps.on(
            serving.application(),
            "sync-files",
            Map.of("receiver", out.application().value(), "endpoint", choice.outEndpoint()),
            inspected);
    steps.within(Duration.ofMinutes(5));
    return steps.on(
        Nature.REDUNDANCY,
        out.database(),
        "verify-redundancy",
        Map.of("primary", serving.database().value()),
        rejoined,
        synced);
  }

  /** With the copy for the case that it fails, which a person is asked about unless one was. */
  private static String rewind(
      Steps steps, Site serving, Site out, Choice choice, String... after) {
    String rewound =
        steps.on(
            out.database(),
            "rewind-database",
            Map.of(
                "primary", serving.database().value(),
                "host", serving.databaseHost(),
                "port", serving.databasePort()),
            after);
    steps.within(COPY);
    steps.mayFail();
    String consent = rewound;
    if (choice.onRewindFailure() == OnRewindFailure.PAUSE) {
      consent =
          steps.approval(
              "approve-copy",
              APPROVAL,
              Map.of(
                  Steps.QUESTION,
                  "copy the whole database of %s to %s instead? What is there is kept beside it"
                      .formatted(serving.database(), out.database())),
              rewound);
      steps.insteadOf(rewound);
    }
    String copied = copy(steps, serving, out, choice, consent);
    steps.insteadOf(rewound);
    return copied;
  }

  private static String copy(Steps steps, Site serving, Site out, Choice choice, String... after) {
    String copied =
        steps.on(
            out.database(),
            "copy-database",
            Map.of(
                "primary", serving.database().value(),
                "host", serving.databaseHost(),
                "port", serving.databasePort(),
                "bytes", choice.bytes()),
            after);
    steps.within(COPY);
    return copied;
  }
}
