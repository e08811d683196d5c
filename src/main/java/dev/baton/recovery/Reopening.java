package dev.baton.recovery;

import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.step.Readings;
import dev.baton.step.Steps;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The steps that give users their service again where both databases are well: the hosts of the
 * primary came back from a power failure, and no host takes the address by itself (S2, S6).
 */
final class Reopening {

  /** What its request says of the rejoin; in the log, renaming it breaks old data. */
  static final String REJOIN = "none";

  private Reopening() {}

  /** Whether nothing is wrong but that the primary's site does not serve. */
  static boolean fits(PairState pair, Readings now) {
    HostId application = pair.primarySite().application();
    boolean streams =
        now.of(pair.standbySite().database())
            .map(seen -> "streaming".equals(seen.postgres().get("receiver")))
            .orElse(false);
    boolean closed =
        now.of(application)
            .map(seen ->
                !"up".equals(seen.application().get("state"))
                    || !"true".equals(seen.address().get("held")))
            .orElse(false);
    return pair.out().isEmpty() && streams && closed;
  }

  static List<PlannedStep> plan(PairState pair) {
    HostId application = pair.primarySite().application();
    Steps steps = new Steps();
    steps.phase("open", OnRefusal.PAUSE);
    String free = steps.on(application, "prove-address-free", Map.of());
    String address = steps.on(application, "take-address", Map.of(), free);
    String started = steps.on(application, "start-application", Map.of());
    steps.within(Duration.ofMinutes(5));
    steps.leaf(application, "verify-service", Map.of(), address, started);
    return steps.list();
  }
}
