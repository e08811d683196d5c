package dev.baton.faults;

import dev.baton.lab.machine.Network;
import java.time.Duration;

/** Cables that are cut, and links that carry nothing although they are up. */
final class Links {

  private Links() {}

  static void cut(ScenarioContext scenarioContext, String host) {
    scenarioContext.lab().network().cut(host);
    scenarioContext.toMend(() -> scenarioContext.lab().network().restore(host));
  }

  static void cutFor(ScenarioContext scenarioContext, String host, Duration time) {
    scenarioContext.lab().network().cut(host);
    scenarioContext.after(time, () -> scenarioContext.lab().network().restore(host));
  }

  static void cutSite(ScenarioContext scenarioContext, String site) {
    Power.of(site).forEach(host -> cut(scenarioContext, host));
  }

  static void blackHole(
      ScenarioContext scenarioContext, String host, boolean incoming, boolean outgoing) {
    scenarioContext.lab().network().swallow(host, incoming, outgoing);
    scenarioContext.toMend(() -> scenarioContext.lab().network().endSwallowing(host));
  }

  static void blackHoleFor(ScenarioContext scenarioContext, String host, Duration time) {
    scenarioContext.lab().network().swallow(host, true, true);
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
