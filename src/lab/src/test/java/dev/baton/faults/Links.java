package dev.baton.faults;

import dev.baton.lab.machine.Network;
import dev.baton.lab.pair.Lab;
import java.time.Duration;
import java.util.function.Consumer;

/** Cables that are cut, and links that carry nothing although they are up. */
final class Links {

  private Links() {}

  /**
   * The control plane stands still until the fault is there: on a quick machine the steps that it
   * is for would be over before.
   */
  private static void atOnce(ScenarioContext scenarioContext, Consumer<Network> fault) {
    Lab lab = scenarioContext.lab();
    boolean standsStill = lab.controlPlane().running();
    if (standsStill) {
      lab.controlPlane().signal("STOP");
    }
    try {
      fault.accept(lab.network());
    } finally {
      if (standsStill) {
        lab.controlPlane().signal("CONT");
      }
    }
  }

  static void cut(ScenarioContext scenarioContext, String host) {
    atOnce(scenarioContext, network -> network.cut(host));
    scenarioContext.toMend(() -> scenarioContext.lab().network().restore(host));
  }

  static void cutFor(ScenarioContext scenarioContext, String host, Duration time) {
    atOnce(scenarioContext, network -> network.cut(host));
    scenarioContext.after(time, () -> scenarioContext.lab().network().restore(host));
  }

  static void cutSite(ScenarioContext scenarioContext, String site) {
    Power.of(site).forEach(host -> cut(scenarioContext, host));
  }

  static void blackHole(
      ScenarioContext scenarioContext, String host, boolean incoming, boolean outgoing) {
    atOnce(scenarioContext, network -> network.swallow(host, incoming, outgoing));
    scenarioContext.toMend(() -> scenarioContext.lab().network().endSwallowing(host));
  }

  static void blackHoleFor(ScenarioContext scenarioContext, String host, Duration time) {
    atOnce(scenarioContext, network -> network.swallow(host, true, true));
    scenarioContext.after(time, () -> scenarioContext.lab().network().endSwallowing(host));
  }

  /** The standby cannot reach the primary's database; everything else goes on. */
  static void blockStreaming(ScenarioContext scenarioContext, String standby) {
    Network network = scenarioContext.lab().network();
    String primary = standby.equals("east-db") ? "west-db" : "east-db";
    network.block(standby, primary, 5432);
    scenarioContext.toMend(() -> network.unblock(standby));
    scenarioContext.lab().postgres(standby).signalOnly("walreceiver", "TERM");
    scenarioContext.awaitRows(50);
  }
}
