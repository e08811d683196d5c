package dev.baton.agent.application;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * State of the application for the observation loop. Expensive readings are refreshed every 5 s or
 * on a change.
 */
public final class ApplicationFacts {

  private static final Duration SELDOM = Duration.ofSeconds(5);

  private final Policy.ApplicationPart policy;
  private final ApplicationProbe probe;
  private final ApplicationProcess process;
  private final ApplicationStop stop;
  private ApplicationProbe.Health last = new ApplicationProbe.Health("", "");
  private ApplicationProcess.Status status = ApplicationProcess.Status.unseen(false);
  private Optional<String> version = Optional.empty();
  private Optional<String> failed = Optional.empty();
  private final RequiredFiles required;
  private String missing = "";
  private String listening = "unknown";
  private String addresses = "";
  private Deadline next = Deadline.in(Duration.ZERO);

  /**
   * Of that application.
   *
   * @param files items that are kept equal between the sites
   */
  public ApplicationFacts(
      Policy.ApplicationPart policy,
      ApplicationProbe probe,
      ApplicationProcess process,
      ApplicationStop stop,
      Collection<Path> files) {
    this.policy = policy;
    this.probe = probe;
    this.process = process;
    this.stop = stop;
    this.required = new RequiredFiles(process, files);
  }

  /** Called by one thread. */
  public Map<String, String> read() throws InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    ApplicationProbe.Health health = probe.local();
    boolean changed = !health.state().equals(last.state());
    if (changed || status.ended() || next.passed()) {
      lookCloser(health);
    }
    last = health;
    // A status command that fails says nothing of the start command.
    boolean installed = status.loaded() || process.startIsThere();
    facts.put(EvidenceKey.INSTALLED.wireName(), Boolean.toString(installed));
    if (required.any()) {
      facts.put(EvidenceKey.MISSING_FILES.wireName(), missing);
    }
    facts.put(EvidenceKey.RUNNING.wireName(), running());
    facts.put(EvidenceKey.DRILLABLE.wireName(), Boolean.toString(!policy.drill().isEmpty()));
    facts.put(
        EvidenceKey.DRAINABLE.wireName(),
        Boolean.toString(policy.maintenance().isPresent() || policy.drain().isPresent()));
    facts.put(EvidenceKey.PROVABLE.wireName(), Boolean.toString(!policy.prove().isEmpty()));
    facts.put(EvidenceKey.QUIET_IGNORE.wireName(), policy.quietIgnore());
    facts.put(EvidenceKey.HOST_ADDRESSES.wireName(), addresses);
    facts.put(EvidenceKey.STATE.wireName(), health.state());
    facts.put(EvidenceKey.STATUS.wireName(), health.status());
    facts.put(EvidenceKey.LISTENING.wireName(), listening);
    facts.put(EvidenceKey.DRAINED.wireName(), drained(health, facts));
    failed.ifPresent(why -> facts.put(EvidenceKey.WHY.wireName(), why));
    version.ifPresent(text -> facts.put(EvidenceKey.VERSION.wireName(), text));
    status.pid().ifPresent(pid -> facts.put(EvidenceKey.PID.wireName(), Long.toString(pid)));
    return facts;
  }

  /** A status that could not be had is none: not that of before, and not "stopped". */
  private String running() {
    return failed.isPresent() ? "unknown" : Boolean.toString(status.running());
  }

  /** The next read refreshes the expensive readings too. */
  public void refresh() {
    next = Deadline.in(Duration.ZERO);
  }

  private void lookCloser(ApplicationProbe.Health health) throws InterruptedException {
    next = Deadline.in(SELDOM);
    version = health.up() ? probe.version() : Optional.empty();
    try {
      addresses = HostAddresses.list();
      listening = Boolean.toString(stop.listens());
      status = stop.status();
      failed = Optional.empty();
    } catch (IOException | FailedException e) {
      failed = Optional.of(String.valueOf(e.getMessage()));
    }
    missing = missing();
  }

  /** Where it runs, what is sent comes from here; a new site has nothing before the first time. */
  private String missing() throws InterruptedException {
    try {
      return String.join("; ", status.running() ? required.flaws() : required.flawsOfItsOwn());
    } catch (IOException | FailedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String drained(ApplicationProbe.Health health, Map<String, String> facts)
      throws InterruptedException {
    if (!health.up()) {
      return "unknown";
    }
    try {
      Optional<ApplicationProbe.Maintenance> now = probe.maintenance();
      // Only then: else every job that begins or ends would be news.
      now.filter(ApplicationProbe.Maintenance::drained)
          .ifPresent(it ->
              facts.put(
                  EvidenceKey.AT_WORK.wireName(),
                  Boolean.toString(it.worksOn(policy.takesJobs()))));
      return now.map(it -> Boolean.toString(it.drained())).orElse("unknown");
    } catch (IOException | FailedException e) {
      facts.put(EvidenceKey.DRAIN_WHY.wireName(), String.valueOf(e.getMessage()));
      return "unknown";
    }
  }
}
