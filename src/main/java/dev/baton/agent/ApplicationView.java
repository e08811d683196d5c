package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The application for the observation loop: what is dear to ask is asked seldom. */
final class ApplicationView {

  private static final Duration SELDOM = Duration.ofSeconds(5);

  private final Policy.ApplicationPart policy;
  private final ApplicationProbe probe;
  private final ApplicationProcess process;
  private ApplicationProbe.Health last = new ApplicationProbe.Health("", "");
  private ApplicationProcess.Status status = new ApplicationProcess.Status(false, Optional.empty());
  private Optional<String> version = Optional.empty();
  private Deadline next = Deadline.in(Duration.ZERO);

  ApplicationView(
      Policy.ApplicationPart policy, ApplicationProbe probe, ApplicationProcess process) {
    this.policy = policy;
    this.probe = probe;
    this.process = process;
  }

  /** Called by one thread. */
  Map<String, String> read() throws InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    ApplicationProbe.Health health = probe.local();
    boolean changed = !health.state().equals(last.state());
    if (changed || status.ended() || next.passed()) {
      lookCloser(health, facts);
    }
    last = health;
    facts.put("installed", Boolean.toString(installed()));
    facts.put("running", Boolean.toString(status.running()));
    facts.put("drillable", Boolean.toString(!policy.drill().isEmpty()));
    facts.put("state", health.state());
    facts.put("status", health.status());
    facts.put("drained", drained(health));
    version.ifPresent(text -> facts.put("version", text));
    status.pid().ifPresent(pid -> facts.put("pid", Long.toString(pid)));
    return facts;
  }

  /** The next look is a close one. */
  void refresh() {
    next = Deadline.in(Duration.ZERO);
  }

  private void lookCloser(ApplicationProbe.Health health, Map<String, String> facts)
      throws InterruptedException {
    next = Deadline.in(SELDOM);
    version = health.up() ? probe.version() : Optional.empty();
    try {
      status = process.status();
    } catch (IOException | FailedException e) {
      facts.put("why", String.valueOf(e.getMessage()));
    }
  }

  private boolean installed() {
    return Files.isExecutable(Path.of(policy.start().getFirst()));
  }

  private String drained(ApplicationProbe.Health health) {
    if (!health.up()) {
      return "unknown";
    }
    try {
      return probe.maintenance().map(now -> Boolean.toString(now.drained())).orElse("unknown");
    } catch (IOException | FailedException e) {
      return "unknown";
    }
  }
}
