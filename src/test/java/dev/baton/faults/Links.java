package dev.baton.faults;

import dev.baton.lab.Network;
import java.time.Duration;

/** Cables that are cut, and links that carry nothing although they are up. */
final class Links {

  private Links() {}

  static void cut(Stage stage, String host) {
    stage.lab().network().cut(host);
    stage.toMend(() -> stage.lab().network().restore(host));
  }

  static void cutFor(Stage stage, String host, Duration time) {
    stage.lab().network().cut(host);
    stage.after(time, () -> stage.lab().network().restore(host));
  }

  static void cutSite(Stage stage, String site) {
    Power.of(site).forEach(host -> cut(stage, host));
  }

  static void blackHole(Stage stage, String host, boolean incoming, boolean outgoing) {
    stage.lab().network().swallow(host, incoming, outgoing);
    stage.toMend(() -> stage.lab().network().endSwallowing(host));
  }

  static void blackHoleFor(Stage stage, String host, Duration time) {
    stage.lab().network().swallow(host, true, true);
    stage.after(time, () -> stage.lab().network().endSwallowing(host));
  }

  /** The standby cannot reach the primary's database; everything else goes on. */
  static void blockStreaming(Stage stage, String standby) {
    Network network = stage.lab().network();
    String primary = standby.equals("east-db") ? "west-db" : "east-db";
    network.block(standby, primary, 5432);
    stage.toMend(() -> network.unblock(standby));
    stage.lab().postgres(standby).signalOnly("walreceiver", "TERM");
    stage.awaitRows(50);
  }
}
