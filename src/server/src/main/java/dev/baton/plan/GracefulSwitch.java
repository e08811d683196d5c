package dev.baton.plan;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Site;
import dev.baton.pair.SynchronousPolicy;
import dev.baton.protocol.HookPoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The steps that move service from one healthy site to the other. A switchover is these; a recovery
 * that returns home ends with them.
 *
 * <p>The order serves two ends: nothing is lost, and whatever can be done while the service is up,
 * or beside something that has to be waited for anyway, is.
 */
public final class GracefulSwitch {

  private static final Duration STOP = Duration.ofSeconds(30);

  /** Longer than a session of the standby holds up replay, 30 s: max_standby_streaming_delay. */
  private static final Duration KEPT_UP = Duration.ofSeconds(45);

  /**
   * The second time; the application is drained while that is waited for. Longer than two reads
   * that are lost, of five seconds each: one lost answer must not take a long drain back.
   */
  private static final Duration STILL_KEPT_UP = Duration.ofSeconds(15);

  private static final Map<String, String> NONE = Map.of();

  private final PlanBuilder planBuilder;
  private final PairState pair;
  private final Site from;
  private final Site to;
  private final PolicyParts parts;
  private final boolean keeps;
  private String checked = "";
  private String down = "";
  private String ended = "";
  private String released = "";
  private String free = "";

  private GracefulSwitch(
      PlanBuilder planBuilder, PairState pair, PolicyParts parts, boolean keeps) {
    this.planBuilder = planBuilder;
    this.pair = pair;
    this.from = pair.primarySite();
    this.to = pair.standbySite();
    this.parts = parts;
    this.keeps = keeps;
  }

  /**
   * Adds the steps for the pair's current roles. Under the policy {@code protection}, synchronous
   * replication is not touched (S12). Commits on the new primary wait for the old one then, which
   * therefore follows at once instead of after service is back.
   *
   * @param parts what the policies of the hosts name
   * @param toEndpoint where the agent of the new application host listens
   * @param synchronous value of synchronous_standby_names on the new primary; empty for none (S12)
   * @param after step the whole waits for; empty when it begins the plan
   */
  public static void plan(
      PlanBuilder planBuilder,
      PairState pair,
      PolicyParts parts,
      String toEndpoint,
      String synchronous,
      String... after) {
    boolean keeps =
        !synchronous.isEmpty() && pair.synchronousPolicy() == SynchronousPolicy.PROTECTION;
    new GracefulSwitch(planBuilder, pair, parts, keeps)
        .add(toEndpoint, keeps ? "" : synchronous, after);
  }

  private void add(String toEndpoint, String synchronous, String... after) {
    String[] prepared = prepare(toEndpoint, synchronous, after);
    String proof = close(prepared);
    String promoted = promote(proof);
    String served = open(promoted);
    String told =
        parts.hooks().add(planBuilder, HookPoint.AFTER_OPEN, to, List.of(to, from), served);
    String settled = restore(promoted, served, synchronous);
    // After the others too: an agent runs one such command at a time.
    parts.hooks().end(planBuilder, HookPoint.AFTER_RESTORE, to, List.of(to, from), settled, told);
  }

  private String[] prepare(String toEndpoint, String synchronous, String... after) {
    planBuilder.phase("prepare", OnRefusal.ROLL_BACK);
    checked = planBuilder.look("check-readiness", after);
    // Before anything else, so that a rollback runs theirs last.
    String begun =
        parts.hooks().add(planBuilder, HookPoint.BEFORE_CLOSE, to, List.of(from, to), checked);
    Map<String, String> receiver =
        Map.of("receiver", to.application().value(), "endpoint", toEndpoint);
    String synced = parts.files() ? sync(receiver, begun) : begun;
    String ready = planBuilder.on(to.database(), "ready-database", NONE, begun);
    planBuilder.undoneBy("settle-database", NONE);
    String relaxed = ready;
    if (!synchronous.isEmpty()) {
      relaxed =
          planBuilder.on(to.database(), "relax-synchronous", Map.of("before", synchronous), ready);
      planBuilder.undoneBy("restore-synchronous", Map.of("names", synchronous));
    }
    String carried = carry(relaxed);
    String written = planBuilder.on(from.database(), "checkpoint-database", NONE, begun);
    planBuilder.within(Duration.ofMinutes(10));
    String restartpoint =
        planBuilder.on(to.database(), "checkpoint-database", NONE, carried, written);
    planBuilder.within(Duration.ofMinutes(10));
    String again =
        planBuilder.on(from.database(), "checkpoint-database", NONE, after(restartpoint, synced));
    // After the checkpoints, which write a lot, and the last before users notice anything. A close
    // would wait for both, without service.
    String replayed = proveReplayed(KEPT_UP, proveArchived(KEPT_UP, again));
    // The drain is last: from here on the application takes no new work.
    if (!pair.hasApplication() || !parts.drain()) {
      return new String[] {replayed};
    }
    String drained = planBuilder.on(from.application(), "drain-application", NONE, replayed);
    planBuilder.within(Duration.ofMinutes(5));
    planBuilder.undoneBy("undrain-application", NONE);
    String settled =
        planBuilder.on(
            from.database(), "prove-settled", Map.of("ignore", parts.quietIgnore()), drained);
    planBuilder.within(Duration.ofSeconds(30));
    // What was changed meanwhile; the checkpoints may have taken minutes. From here on nothing is.
    String same = parts.files() ? sync(receiver, settled) : settled;
    // So may have the drain: what has begun since then would be found when service is down.
    return new String[] {proveArchived(STILL_KEPT_UP, same), proveReplayed(STILL_KEPT_UP, same)};
  }

  private String proveArchived(Duration limit, String after) {
    String archived = planBuilder.on(from.database(), "prove-archived", NONE, after);
    planBuilder.within(limit);
    return archived;
  }

  private String proveReplayed(Duration limit, String after) {
    String replayed =
        planBuilder.on(
            to.database(), "prove-replayed", Map.of("primary", from.database().value()), after);
    planBuilder.within(limit);
    return replayed;
  }

  /** Before the checkpoint there: a new slot keeps WAL from the last one on. */
  private String carry(String after) {
    String last = after;
    for (String slot : parts.slots()) {
      last =
          planBuilder.on(
              to.database(),
              "carry-slot",
              Map.of("slot", slot, "primary", from.database().value()),
              last);
      planBuilder.undoneBy("drop-slot", Map.of("slot", slot));
    }
    return last;
  }

  private String sync(Map<String, String> receiver, String after) {
    String synced = planBuilder.on(from.application(), "sync-files", receiver, after);
    planBuilder.within(Duration.ofMinutes(5));
    return synced;
  }

  private String close(String... prepared) {
    planBuilder.phase("close", OnRefusal.ROLL_BACK);
    if (pair.hasApplication()) {
      String closed = planBuilder.on(from.application(), "close-port", NONE, prepared);
      planBuilder.within(STOP);
      planBuilder.undoneBy("start-application", NONE);
      release(closed);
      stop(closed);
      ended = planBuilder.on(from.application(), "prove-application-ended", NONE, closed);
      planBuilder.within(STOP);
    } else {
      // The port that users reach is the database's own (S15).
      stop(prepared);
      release(down);
    }
    if (pair.hasAddress()) {
      free = planBuilder.on(to.application(), "prove-address-free", NONE, released);
    }
    String proof = planBuilder.on(to.database(), "prove-caught-up", Map.of("stopped", down), down);
    planBuilder.within(parts.stop());
    return proof;
  }

  private void release(String closed) {
    if (pair.hasAddress()) {
      released = planBuilder.on(from.application(), "release-address", NONE, closed);
      planBuilder.undoneBy("take-address", NONE);
    }
  }

  private void stop(String... closed) {
    down = planBuilder.on(from.database(), "stop-database", NONE, closed);
    planBuilder.within(parts.stop());
    planBuilder.undoneBy("start-database", NONE);
  }

  private String promote(String proof) {
    planBuilder.phase("promote", OnRefusal.ROLL_BACK);
    return planBuilder.on(
        StepRole.POINT_OF_NO_RETURN,
        to.database(),
        "promote-database",
        Map.of("proof", proof, "stopped", down),
        those(proof, down, released, ended));
  }

  private String open(String promoted) {
    planBuilder.phase("open", OnRefusal.PAUSE);
    String address =
        pair.hasAddress()
            ? planBuilder.on(to.application(), "take-address", NONE, promoted, free)
            : promoted;
    if (!pair.hasApplication()) {
      return address;
    }
    String started = planBuilder.on(to.application(), "start-application", NONE, promoted);
    planBuilder.within(Duration.ofMinutes(5));
    String connected =
        planBuilder.on(
            to.application(),
            "prove-sessions",
            Map.of("checked", checked, "database", to.database().value()),
            started);
    planBuilder.within(Duration.ofSeconds(30));
    String proven =
        parts.prove()
            ? planBuilder.on(to.application(), "prove-application", NONE, address, connected)
            : connected;
    return planBuilder.on(to.application(), "verify-service", NONE, address, proven);
  }

  private String restore(String promoted, String served, String synchronous) {
    planBuilder.phase("restore", OnRefusal.PAUSE);
    // pg_rewind reads the source's control file, which shows the new timeline only after this.
    String gate = keeps ? promoted : served;
    String written =
        planBuilder.on(to.database(), "checkpoint-database", NONE, after(promoted, gate));
    String rejoined =
        planBuilder.on(
            from.database(),
            "rejoin-database",
            Map.of(
                "primary", to.database().value(),
                "host", to.databaseHost(),
                "port", to.databasePort(),
                "slot", from.slot(),
                "stale", to.slot()),
            gate,
            written);
    planBuilder.within(Duration.ofMinutes(3));
    String redundant =
        planBuilder.on(
            StepRole.REDUNDANCY,
            from.database(),
            "verify-redundancy",
            Map.of("primary", to.database().value()),
            rejoined);
    // One after the other: an agent takes orders to one resource in the order they were recorded.
    String last =
        synchronous.isEmpty()
            ? redundant
            : planBuilder.on(
                to.database(), "restore-synchronous", Map.of("names", synchronous), redundant);
    String settled = planBuilder.on(to.database(), "settle-database", NONE, last);
    String unusedLast = planBuilder.dropSlots(parts.slots(), from, to, settled);
    return settled;
  }

  private static String[] after(String one, String other) {
    return one.equals(other) ? new String[] {one} : new String[] {one, other};
  }

  /** The steps that the plan has; one that it does not have is empty. */
  private static String[] those(String... steps) {
    return Arrays.stream(steps).filter(step -> !step.isEmpty()).toArray(String[]::new);
  }
}
