package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.pair.Lab;
import java.util.List;

/** Power failures: every process of a host ends at once, its address and its link are gone. */
final class Power {

  private Power() {}

  static void off(ScenarioContext scenarioContext, String host) {
    scenarioContext.lab().host(host).powerOff();
    scenarioContext.toMend(() -> on(scenarioContext, host));
  }

  /** Boots it; what comes up of database and application is for its guard to decide. */
  static void on(ScenarioContext scenarioContext, String host) {
    Lab lab = scenarioContext.lab();
    if (lab.host(host).on()) {
      return;
    }
    lab.host(host).powerOn();
    await().until(() -> lab.agent(host).running());
  }

  static void siteOff(ScenarioContext scenarioContext, String site) {
    of(site).parallelStream().forEach(host -> scenarioContext.lab().host(host).powerOff());
    of(site).forEach(host -> scenarioContext.toMend(() -> on(scenarioContext, host)));
  }

  static void siteOn(ScenarioContext scenarioContext, String site) {
    of(site).parallelStream().forEach(host -> on(scenarioContext, host));
  }

  static List<String> of(String site) {
    return List.of(site + "-app", site + "-db");
  }
}
