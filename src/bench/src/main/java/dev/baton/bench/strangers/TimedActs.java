package dev.baton.bench.strangers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.Await;
import dev.baton.lab.pair.AgentService;
import dev.baton.lab.pair.ControlPlane;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.watch.LabOperations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What is done to a lab, and how many seconds it takes until the pair shows it. */
final class TimedActs {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String AGENT = "east-app";

  private final Lab lab;
  private final Api api;
  private final String pair;

  /** Registers the pair. */
  TimedActs(Lab lab) {
    this.lab = lab;
    this.api = new Api(lab.controlPlane().url(), lab.controlPlane().token());
    this.pair = "/v1/pairs/" + lab.register(api, "bench");
  }

  /** From the order to end until the pair is ready again. */
  double controlPlaneRestart() {
    ControlPlane process = lab.controlPlane();
    long began = System.nanoTime();
    process.signal("TERM");
    Await.until("the control plane to end", LIMIT, () -> !process.running());
    process.start();
    awaitReady();
    return secondsSince(began);
  }

  /** From kill -9 until something was seen through the new agent. */
  double agentRestart() {
    awaitReady();
    AgentService agent = lab.agent(AGENT);
    long began = System.nanoTime();
    agent.signal("KILL");
    Await.until("the agent to end", LIMIT, () -> !agent.running());
    Instant ended = Instant.now();
    agent.start();
    Await.until("the agent to be seen", LIMIT, () -> seenAfter(ended));
    return secondsSince(began);
  }

  private boolean seenAfter(Instant moment) {
    for (JsonNode host : api.get(pair).path("hosts")) {
      if (host.path("host").asText().equals(AGENT)) {
        return host.path("agent").asText().equals("up")
            && host.hasNonNull("observedAt")
            && Instant.parse(host.path("observedAt").asText()).isAfter(moment);
      }
    }
    return false;
  }

  /** From the call to the end of the operation. */
  double switchover() {
    awaitReady();
    LabOperations operations = new LabOperations(api, step -> {});
    String to = api.get(pair).path("primary").asText().equals("east") ? "west" : "east";
    long began = System.nanoTime();
    String operation =
        operations.start(
            pair + "/switchovers", Map.of("mode", "graceful", "to", to, "reason", "bench"));
    String outcome = operations.end(operation).path("outcome").asText();
    double took = secondsSince(began);
    if (!outcome.equals("SUCCEEDED")) {
      throw new IllegalStateException("%s ended %s".formatted(operation, outcome));
    }
    return took;
  }

  private void awaitReady() {
    Await.until(
        "the pair to be ready",
        LIMIT,
        () ->
            api.tryGet(pair)
                .body()
                .path("readiness")
                .path("switchover")
                .path("verdict")
                .asText()
                .equals("READY"));
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
