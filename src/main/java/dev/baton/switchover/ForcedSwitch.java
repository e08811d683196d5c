package dev.baton.switchover;

import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.Nature;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.step.DataLoss;
import dev.baton.step.Steps;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps that give the service to the standby site when the primary is lost. Whatever answers on
 * the old site is fenced before the promotion; what the standby never received is lost, and was
 * quoted.
 */
final class ForcedSwitch {

  private static final Map<String, String> NONE = Map.of();

  private ForcedSwitch() {}

  /**
   * Plans.
   *
   * @param steps takes the plan; knows the one before it, if the switchover began as a graceful one
   * @param accept what the caller agreed to lose
   * @param last what is known of the old primary
   * @param synchronous value of synchronous_standby_names on the standby; empty for none (S12)
   */
  static List<PlannedStep> plan(
      Steps steps, PairState pair, String accept, DataLoss.LastSight last, String synchronous) {
    Site from = pair.primarySite();
    Site to = pair.standbySite();
    steps.phase("judge", OnRefusal.PAUSE);
    String opinions = steps.look("gather-opinions");
    Map<String, String> quote = new HashMap<>(last.params());
    quote.put("accept", accept);
    String quoted = steps.on(to.database(), "quote-data-loss", quote, opinions);
    String ready = steps.on(to.database(), "ready-database", NONE, opinions);
    if (!synchronous.isEmpty()) {
      ready = steps.on(to.database(), "relax-synchronous", NONE, ready);
    }
    steps.phase("fence", OnRefusal.PAUSE);
    String application = steps.on(from.application(), "fence-application", NONE, quoted, ready);
    String address = steps.on(from.application(), "fence-address", NONE, quoted, ready);
    String database = steps.on(from.database(), "fence-database", NONE, quoted, ready);
    String free = steps.on(to.application(), "prove-address-free", NONE, address);
    steps.phase("promote", OnRefusal.PAUSE);
    String promoted =
        steps.on(
            Nature.POINT_OF_NO_RETURN,
            to.database(),
            "promote-database",
            Map.of("proof", database),
            database,
            application);
    open(steps, to.application(), to.database(), promoted, free);
    return steps.list();
  }

  private static void open(
      Steps steps, HostId application, HostId database, String promoted, String free) {
    steps.phase("open", OnRefusal.PAUSE);
    String address = steps.on(application, "take-address", NONE, promoted, free);
    String started = steps.on(application, "start-application", NONE, promoted);
    steps.within(Duration.ofMinutes(5));
    String served = steps.on(application, "verify-service", NONE, address, started);
    // pg_rewind reads the source's control file, which shows the new timeline only after this.
    String written = steps.on(database, "checkpoint-database", NONE, served);
    steps.leaf(database, "settle-database", NONE, written);
  }
}
