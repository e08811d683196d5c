package dev.baton.faults;

import dev.baton.lab.Lab;
import java.util.List;

/** Power failures: every process of a host ends at once, its address and its link are gone. */
final class Power {

  private Power() {}

  static void off(Stage stage, String host) {
    stage.lab().network().cut(host);
    stage.lab().host(host).powerOff();
    stage.toMend(() -> on(stage, host));
  }

  /** Boots it; what a host starts at boot is started, and nothing else. */
  static void on(Stage stage, String host) {
    Lab lab = stage.lab();
    if (lab.host(host).on()) {
      return;
    }
    lab.network().restore(host);
    lab.host(host).powerOn();
    if (!lab.agent(host).running()) {
      lab.agent(host).start();
    }
  }

  static void siteOff(Stage stage, String site) {
    of(site).parallelStream().forEach(host -> stage.lab().network().cut(host));
    of(site).parallelStream().forEach(host -> stage.lab().host(host).powerOff());
    of(site).forEach(host -> stage.toMend(() -> on(stage, host)));
  }

  static void siteOn(Stage stage, String site) {
    of(site).parallelStream().forEach(host -> on(stage, host));
  }

  static List<String> of(String site) {
    return List.of(site + "-app", site + "-db");
  }
}
