package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.pair.Lab;
import java.util.List;

/** A host whose clock is wrong: its agent, and all that the agent starts, see another hour. */
final class Clocks {

  private Clocks() {}

  static void shift(ScenarioContext scenarioContext, String host, String hour) {
    Prerequisites.install(List.of("faketime"), line -> {});
    LabHost where = scenarioContext.lab().host(host);
    scenarioContext.toMend(() -> {
      if (where.on()) {
        restart(scenarioContext.lab(), host, List.of());
      }
    });
    // Preloaded, not by its wrapper: that one leaves a process behind which holds our pipes open.
    // Java's waits go by the monotonic clock, which a wrong hour does not touch.
    String preloaded =
        "LD_PRELOAD=$(ls /usr/lib/*/faketime/libfaketime.so.1) FAKETIME="
            + hour.replace(" h", "h")
            + " FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 exec \"$@\"";
    restart(scenarioContext.lab(), host, List.of("sh", "-c", preloaded, "sh"));
    scenarioContext.awaitServedAndWhole();
  }

  private static void restart(Lab lab, String host, List<String> clock) {
    lab.agent(host).signal("KILL");
    await().until(() -> !lab.agent(host).running());
    lab.agent(host).startUnder(clock);
    if (host.endsWith("-db")
        && lab.host(host).succeeds("test", "-e", "/srv/postgresql/data/postmaster.pid")) {
      lab.postgres(host).stop();
      lab.postgres(host).startUnder(clock);
    }
  }
}
