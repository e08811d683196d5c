package dev.baton.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has the application started on a throw-away copy and stopped again, by the policy's command. */
final class ApplicationDrill {

  private final Policy.ApplicationPart policy;
  private final ApplicationProcess process;

  ApplicationDrill(Policy policy, Parts parts) {
    this.policy = policy.application().orElseThrow();
    this.process = parts.application().orElseThrow();
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    if (policy.drill().isEmpty()) {
      throw new FailedException("the policy names no application.drill");
    }
    String host = run.param("host");
    String port = run.param("port");
    if (!host.matches("[0-9.]{7,15}") || !port.matches("[0-9]{1,5}")) {
      throw new FailedException(
          "the copy cannot be reached from here: '%s:%s' is no address and port; see postgres.drill.listen"
              .formatted(host, port));
    }
    if (process.status().running()) {
      throw new FailedException("%s runs here: it is not rehearsed".formatted(policy.name()));
    }
    List<String> words = new ArrayList<>(policy.drill());
    words.addAll(List.of(host, port));
    long begun = System.nanoTime();
    Programs.Outcome outcome = process.run(words, run.deadline());
    if (!outcome.succeeded()) {
      throw new FailedException(
          "application.drill ended with %d: %s"
              .formatted(outcome.exitCode(), outcome.lastLines(3)));
    }
    return Map.of("bootMs", Long.toString(Waiting.millisSince(begun)), "running", "false");
  }
}
