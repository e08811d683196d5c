package dev.baton.step;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.Nature;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.pair.SynchronousPolicy;
import java.time.Duration;
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
  private static final Map<String, String> NONE = Map.of();

  private final Steps steps;
  private final Site from;
  private final Site to;
  private final boolean keeps;
  private String down = "";
  private String free = "";

  private GracefulSwitch(Steps steps, Site from, Site to, boolean keeps) {
    this.steps = steps;
    this.from = from;
    this.to = to;
    this.keeps = keeps;
  }

  /**
   * Adds the steps.
   *
   * @param toEndpoint where the agent of the new application host listens
   * @param synchronous value of synchronous_standby_names on the new primary; empty for none (S12)
   * @param after step the whole waits for; empty when it begins the plan
   */
  public static void plan(
      Steps steps, Site from, Site to, String toEndpoint, String synchronous, String... after) {
    add(new GracefulSwitch(steps, from, to, false), toEndpoint, synchronous, after);
  }

  /**
   * The same for a pair as it stands, by its policy: under protection, synchronous replication is
   * not touched (S12). Commits on the new primary wait for the old one then, which therefore
   * follows at once instead of after service is back.
   */
  public static void plan(
      Steps steps, PairState pair, String toEndpoint, String synchronous, String... after) {
    Site from = pair.primarySite();
    Site to = pair.standbySite();
    boolean keeps =
        !synchronous.isEmpty() && pair.synchronousPolicy() == SynchronousPolicy.PROTECTION;
    add(new GracefulSwitch(steps, from, to, keeps), toEndpoint, keeps ? "" : synchronous, after);
  }

  private static void add(
      GracefulSwitch plan, String toEndpoint, String synchronous, String... after) {
    String prepared = plan.prepare(toEndpoint, synchronous, after);
    String proof = plan.close(prepared);
    String promoted = plan.promote(proof);
    String served = plan.open(promoted, prepared);
    plan.restore(promoted, served, synchronous);
  }

  private String prepare(String toEndpoint, String synchronous, String... after) {
    steps.phase("prepare", OnRefusal.ROLL_BACK);
    String checked = steps.look("check-readiness", after);
    Map<String, String> receiver =
        Map.of("receiver", to.application().value(), "endpoint", toEndpoint);
    String synced = steps.on(from.application(), "sync-files", receiver, checked);
    steps.within(Duration.ofMinutes(5));
    String ready = steps.on(to.database(), "ready-database", NONE, checked);
    steps.undoneBy("settle-database", NONE);
    String relaxed = ready;
    if (!synchronous.isEmpty()) {
      relaxed = steps.on(to.database(), "relax-synchronous", Map.of("before", synchronous), ready);
      steps.undoneBy("restore-synchronous", Map.of("names", synchronous));
    }
    String written = steps.on(from.database(), "checkpoint-database", NONE, checked);
    steps.within(Duration.ofMinutes(10));
    String replayed = steps.on(to.database(), "checkpoint-database", NONE, relaxed, written);
    steps.within(Duration.ofMinutes(10));
    // The drain is last: from here on the application takes no new work.
    String again = steps.on(from.database(), "checkpoint-database", NONE, synced, replayed);
    String drained = steps.on(from.application(), "drain-application", NONE, again);
    steps.within(Duration.ofMinutes(5));
    steps.undoneBy("undrain-application", NONE);
    return drained;
  }

  private String close(String prepared) {
    steps.phase("close", OnRefusal.ROLL_BACK);
    String stopped = steps.on(from.application(), "stop-application", NONE, prepared);
    steps.within(STOP);
    steps.undoneBy("start-application", NONE);
    String released = steps.on(from.application(), "release-address", NONE, prepared);
    steps.undoneBy("take-address", NONE);
    down = steps.on(from.database(), "stop-database", NONE, stopped, released);
    steps.within(STOP);
    steps.undoneBy("start-database", NONE);
    free = steps.on(to.application(), "prove-address-free", NONE, released);
    return steps.on(to.database(), "prove-caught-up", Map.of("stopped", down), down);
  }

  private String promote(String proof) {
    steps.phase("promote", OnRefusal.ROLL_BACK);
    return steps.on(
        Nature.POINT_OF_NO_RETURN,
        to.database(),
        "promote-database",
        Map.of("proof", proof, "stopped", down),
        proof,
        down);
  }

  private String open(String promoted, String prepared) {
    steps.phase("open", OnRefusal.PAUSE);
    String address = steps.on(to.application(), "take-address", NONE, promoted, free);
    String started = steps.on(to.application(), "start-application", NONE, promoted);
    steps.within(Duration.ofMinutes(5));
    return steps.on(to.application(), "verify-service", NONE, address, started, prepared);
  }

  private void restore(String promoted, String served, String synchronous) {
    steps.phase("restore", OnRefusal.PAUSE);
    // pg_rewind reads the source's control file, which shows the new timeline only after this.
    String gate = keeps ? promoted : served;
    String written = steps.on(to.database(), "checkpoint-database", NONE, after(promoted, gate));
    String rejoined =
        steps.on(
            from.database(),
            "rejoin-database",
            Map.of(
                "primary", to.database().value(),
                "host", to.databaseHost(),
                "port", to.databasePort(),
                "slot", from.slot()),
            gate,
            written);
    steps.within(Duration.ofMinutes(3));
    String redundant =
        steps.on(
            Nature.REDUNDANCY,
            from.database(),
            "verify-redundancy",
            Map.of("primary", to.database().value()),
            rejoined);
    // One after the other: an agent takes orders to one resource in the order they were recorded.
    String last =
        synchronous.isEmpty()
            ? redundant
            : steps.on(
                to.database(), "restore-synchronous", Map.of("names", synchronous), redundant);
    steps.leaf(to.database(), "settle-database", NONE, last);
  }

  private static String[] after(String one, String other) {
    return one.equals(other) ? new String[] {one} : new String[] {one, other};
  }
}
