package dev.baton.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Brings the pair home after a scenario, as operators would once every fault has been mended: give
 * up what waits, start by hand what belongs to the primary, then let Baton do the rest.
 */
final class Aftermath {

  private final Stage stage;
  private final Ground ground;
  private final Lab lab;

  private Aftermath(Stage stage) {
    this.stage = stage;
    this.ground = stage.ground();
    this.lab = stage.lab();
  }

  /** Both sites as they were before, east serving. */
  static void bringHome(Stage stage) {
    new Aftermath(stage).run();
  }

  private void run() {
    stage.mend();
    if (!lab.controlPlane().running()) {
      lab.controlPlane().start();
    }
    Ground.HOSTS.stream()
        .filter(host -> !lab.agent(host).running())
        .forEach(host -> lab.agent(host).start());
    Ground.HOSTS.forEach(this::awaitBooted);
    giveUp(ground.status().path("operation").asText());
    if (ground.status().hasNonNull("splitBrain")) {
      succeed(
          "/recoveries",
          Map.of("survivor", ground.status().path("primary").asText(), "reason", "test"));
    }
    serveBy(ground.status().path("primary").asText());
    if (!ground.becomesWhole()) {
      succeed("/recoveries", Map.of("rejoin", "auto", "returnHome", false, "reason", "test"));
    }
    if (!ground.status().path("primary").asText().equals("east")) {
      succeed("/switchovers", Map.of("mode", "graceful", "to", "east", "reason", "test"));
    }
    ground.awaitServed();
    ground.awaitWhole(Duration.ofMinutes(1));
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
    if (!ground.settled(operation).hasNonNull("outcome")) {
      ground.api().post("/v1/operations/%s/abort".formatted(operation), Map.of("reason", "test"));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> ground.operation(operation).hasNonNull("outcome"));
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
      lab.host(application).run("ip", "addr", "add", Ground.ADDRESS + "/24", "dev", "eth0");
      lab.host(application)
          .run("arping", "-q", "-U", "-c", "1", "-I", "eth0", "-s", Ground.ADDRESS, Ground.ADDRESS);
    }
    if (!lab.labgo(application).running()) {
      lab.labgo(application).start();
      lab.labgo(application).awaitUp();
    }
  }

  private void succeed(String path, Map<String, ?> order) {
    String id = ground.api().postWhenReady(Ground.PAIR + path, order).path("operation").asText();
    JsonNode ended = ground.settled(id);
    if (!ended.path("outcome").asText().equals("SUCCEEDED")) {
      throw new LabException("after the scenario: " + ended.toPrettyString());
    }
  }
}
