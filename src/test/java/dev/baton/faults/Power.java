package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.Lab;
import java.util.List;

/** Power failures: every process of a host ends at once, its address and its link are gone. */
final class Power {

  private Power() {}

  static void off(Stage stage, String host) {
    stage.lab().host(host).powerOff();
    stage.toMend(() -> on(stage, host));
  }

  /** Boots it; what comes up of database and application is for its guard to decide. */
  static void on(Stage stage, String host) {
    Lab lab = stage.lab();
    if (lab.host(host).on()) {
      return;
    }
    lab.host(host).powerOn();
    await().until(() -> lab.agent(host).running());
  }

  static void siteOff(Stage stage, String site) {
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
