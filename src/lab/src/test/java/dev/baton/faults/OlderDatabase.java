package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.pair.ControlDatabase;
import dev.baton.lab.pair.ControlPlane;
import java.time.Duration;
import java.util.Map;

/**
 * The control plane comes back with a backup of its database, which does not know the last part.
 */
final class OlderDatabase {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private OlderDatabase() {}

  static void keep(ScenarioContext scenarioContext) {
    whileDown(scenarioContext, database(scenarioContext)::keep);
  }

  /** What began since the backup is not on record any more: nobody can ask for it. */
  static void restore(ScenarioContext scenarioContext) {
    scenarioContext.forgetOperation();
    whileDown(scenarioContext, database(scenarioContext)::restore);
    await()
        .atMost(LIMIT)
        .until(() ->
            scenarioContext
                .labFixture()
                .status()
                .path("alarms")
                .toString()
                .contains("only watches"));
  }

  static void adopt(ScenarioContext scenarioContext) {
    scenarioContext.labFixture().api().post("/v1/adopt", Map.of("reason", "test"));
    await()
        .atMost(LIMIT)
        .until(() -> scenarioContext.labFixture().status().path("alarms").isEmpty());
  }

  private static ControlDatabase database(ScenarioContext scenarioContext) {
    return new ControlDatabase(scenarioContext.lab().host(ControlPlane.HOST));
  }

  private static void whileDown(ScenarioContext scenarioContext, Runnable work) {
    ControlPlane process = scenarioContext.lab().controlPlane();
    process.signal("TERM");
    await().atMost(LIMIT).until(() -> !process.running());
    work.run();
    process.start();
    await()
        .atMost(LIMIT)
        .until(() -> scenarioContext.labFixture().api().tryGet("/v1/pairs").succeeded());
  }
}
