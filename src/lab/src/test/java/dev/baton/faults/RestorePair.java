package dev.baton.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.pair.Lab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Brings the pair home after a scenario, as operators would once every fault has been mended: give
 * up what waits, start by hand what belongs to the primary, then let Baton do the rest.
 */
final class RestorePair {

  private final ScenarioContext scenarioContext;
  private final LabFixture labFixture;
  private final Lab lab;

  private RestorePair(ScenarioContext scenarioContext) {
    this.scenarioContext = scenarioContext;
    this.labFixture = scenarioContext.labFixture();
    this.lab = scenarioContext.lab();
  }

  /** Both sites as they were before, east serving. */
  static void bringHome(ScenarioContext scenarioContext) {
    new RestorePair(scenarioContext).run();
  }

  private void run() {
    scenarioContext.mend();
    if (!lab.controlPlane().running()) {
      lab.controlPlane().start();
    }
    LabFixture.HOSTS.stream()
        .filter(host -> !lab.agent(host).running())
        .forEach(host -> lab.agent(host).start());
    LabFixture.HOSTS.forEach(this::awaitBooted);
    giveUp(labFixture.status().path("operation").asText());
    if (labFixture.status().hasNonNull("splitBrain")) {
      succeed(
          "/recoveries",
          Map.of("survivor", labFixture.status().path("primary").asText(), "reason", "test"));
    }
    serveBy(labFixture.status().path("primary").asText());
    if (!labFixture.becomesWhole()) {
      succeed("/recoveries", Map.of("rejoin", "auto", "returnHome", false, "reason", "test"));
    }
    if (!labFixture.status().path("primary").asText().equals("east")) {
      succeed("/switchovers", Map.of("mode", "graceful", "to", "east", "reason", "test"));
    }
    labFixture.awaitServed();
    labFixture.awaitWhole(Duration.ofMinutes(1));
  }

  /** What starts by itself must not be started by hand as well. */
  private void awaitBooted(String host) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !lab.host(host).succeeds("pgrep", "-f", "etc/boot[.]sh"));
  }

  private void giveUp(String operation) {
    if (operation.isEmpty()) {
      return;
    }
    if (!labFixture.settled(operation).hasNonNull("outcome")) {
      labFixture
          .api()
          .post("/v1/operations/%s/abort".formatted(operation), Map.of("reason", "test"));
      awaitEnded(operation);
    }
  }

  private void awaitEnded(String operation) {
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> labFixture.operation(operation).hasNonNull("outcome"));
    } catch (ConditionTimeoutException e) {
      throw new LabException(
          "aborted after the scenario, and not ended: "
              + labFixture.operation(operation).toPrettyString(),
          e);
    }
  }

  private void serveBy(String site) {
    String database = site + "-db";
    String application = site + "-app";
    if (!lab.host(database).succeeds("sh", "-c", "pgrep -u postgres -f bin/postgres >/dev/null")) {
      lab.postgres(database).start();
    }
    if (!lab.postgres(database).query("select pg_is_in_recovery()").equals("f")) {
      throw new LabException("%s is primary on record and takes no writes".formatted(database));
    }
    List<String> holders =
        List.of("east-app", "west-app").stream().filter(lab::holdsAddress).toList();
    if (holders.isEmpty()) {
      lab.host(application).run("ip", "addr", "add", LabFixture.ADDRESS + "/24", "dev", "eth0");
      lab.host(application)
          .run(
              "arping",
              "-q",
              "-U",
              "-c",
              "1",
              "-I",
              "eth0",
              "-s",
              LabFixture.ADDRESS,
              LabFixture.ADDRESS);
    }
    if (!lab.labgo(application).running()) {
      lab.labgo(application).start();
      lab.labgo(application).awaitUp();
    }
  }

  private void succeed(String path, Map<String, ?> order) {
    String id =
        labFixture.api().postWhenReady(LabFixture.PAIR + path, order).path("operation").asText();
    JsonNode ended = labFixture.settled(id);
    if (!ended.path("outcome").asText().equals("SUCCEEDED")) {
      throw new LabException("after the scenario: " + ended.toPrettyString());
    }
  }
}
