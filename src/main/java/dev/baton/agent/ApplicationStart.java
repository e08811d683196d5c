package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts the application and waits until it says it is up, or is gone again. */
final class ApplicationStart {

  private static final long POLL_MILLIS = 5;

  private final Policy.ApplicationPart policy;
  private final ApplicationProbe probe;
  private final ApplicationProcess process;
  private final Path output;

  ApplicationStart(Policy policy, Parts parts) {
    this.policy = policy.application().orElseThrow();
    this.probe = parts.probe().orElseThrow();
    this.process = parts.application().orElseThrow();
    this.output = policy.state().resolve("application-start.out");
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    long start = System.nanoTime();
    boolean already = process.status().running();
    ApplicationWatch watch =
        new ApplicationWatch(process, already ? Optional.empty() : Optional.of(launch()));
    boolean up =
        Waiting.until(
            () -> {
              if (probe.local().up()) {
                return true;
              }
              if (watch.gone()) {
                throw new FailedException(
                    "%s ended while starting: %s".formatted(policy.name(), lastWords()),
                    Map.of("running", "false"));
              }
              return false;
            },
            run.deadline(),
            POLL_MILLIS);
    if (!up) {
      throw new FailedException(
          "%s is not up yet: %s".formatted(policy.name(), lastWords()),
          Map.of("state", probe.local().state()));
    }
    Map<String, String> facts = new TreeMap<>();
    facts.put("already", Boolean.toString(already));
    facts.put("upAt", Instant.now().toString());
    facts.put("bootMs", Long.toString(Waiting.millisSince(start)));
    return facts;
  }

  // Its output goes to a file: a pipe would end with the agent and take the application with it.
  private Process launch() throws IOException {
    List<String> words = new ArrayList<>(List.of("/usr/bin/setsid"));
    words.addAll(process.words(policy.start()));
    Process launcher = Programs.start(words, ProcessBuilder.Redirect.to(output.toFile()));
    launcher.getOutputStream().close();
    return launcher;
  }

  private String lastWords() throws IOException {
    String log = policy.log().isPresent() ? Tail.lines(policy.log().get(), 3) : "";
    return log.isEmpty() ? Tail.lines(output, 3) : log;
  }
}
