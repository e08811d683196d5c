package dev.baton.agent.host;

import dev.baton.agent.application.ApplicationFacts;
import dev.baton.agent.binding.AgentBinding;
import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.network.AddressActions;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.HostClock;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Observes the host twice a second. Callers can wait for an observation newer than their last. */
public final class Observer implements AutoCloseable {

  private static final long EVERY_MILLIS = 500;
  private static final Duration OLDEST = Duration.ofSeconds(1);
  private static final long FILES_EVERY = 4; // looks; a digest of an unchanged file costs one stat

  // LSNs and times change all the time; a change of them alone wakes no caller.
  private static final String NO_NEWS = "[0-9A-F]+/[0-9A-F]+|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z";

  private final HostResources hostResources;
  private final Boot boot;
  private final BootGuard guard;
  private final AgentBinding binding;
  private final Optional<ApplicationFacts> application;
  private final Map<String, String> hooks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition newer = lock.newCondition();
  private final Condition looked = lock.newCondition();
  private final Condition asked = lock.newCondition();
  private final LookLoop loop = new LookLoop("observer", this::observe);

  private Map<String, Object> latest = Map.of();
  private String news = "";
  private long number;
  private Deadline stale = Deadline.in(Duration.ZERO);
  private boolean refresh;
  private boolean exact;
  private long begun;
  private long ended;
  private Map<String, String> files = Map.of();
  private long looks;

  public Observer(
      Policy policy,
      HostResources hostResources,
      Boot boot,
      BootGuard guard,
      AgentBinding binding) {
    this.hostResources = hostResources;
    this.boot = boot;
    this.guard = guard;
    this.binding = binding;
    hooks = HookAction.facts(policy.hooks());
    application =
        policy
            .application()
            .map(part ->
                new ApplicationFacts(
                    part,
                    hostResources.probe().orElseThrow(),
                    hostResources.application().orElseThrow(),
                    hostResources.stop().orElseThrow(),
                    policy.sent()));
  }

  public void start() {
    loop.start();
  }

  /** Observes at once, expensive readings included. */
  public void refresh() {
    lock.lock();
    try {
      refresh = true;
      asked.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What is seen; waits for a newer look than that number, but not longer than that. */
  public Map<String, Object> after(long seen, Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while ((number <= seen || number == 0) && left > 0) {
        left = newer.awaitNanos(left);
      }
      return latest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is seen by a look that begins after this call: what is decided on it was so at that time.
   * Empty when no such look ended within the wait.
   */
  public Optional<Map<String, Object>> afresh(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      long wanted = begun + 1;
      refresh = true;
      exact = true;
      asked.signal();
      while (ended < wanted && left > 0) {
        left = looked.awaitNanos(left);
      }
      return ended < wanted ? Optional.empty() : Optional.of(latest);
    } finally {
      lock.unlock();
    }
  }

  private void observe() throws InterruptedException {
    begin();
    publish(look());
    pause();
  }

  private void begin() {
    lock.lock();
    try {
      begun++;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
      while (!refresh && left > 0) {
        left = asked.awaitNanos(left);
      }
      if (refresh) {
        application.ifPresent(ApplicationFacts::refresh);
        looks = 0;
      }
      if (exact) {
        // A command may take seconds to tell, and after an order it has told already.
        hostResources.address().ifPresent(AddressActions::refresh);
      }
      refresh = false;
      exact = false;
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Object> look() throws InterruptedException {
    Map<String, Object> seen = new LinkedHashMap<>();
    if (hostResources.position().isPresent()) {
      seen.put("postgres", part(hostResources.position().get()::watch));
    }
    if (application.isPresent()) {
      seen.put("application", part(application.get()::read));
    }
    if (hostResources.address().isPresent()) {
      seen.put("address", part(hostResources.address().get()::read));
    }
    if (hostResources.files().isPresent()) {
      if (looks++ % FILES_EVERY == 0) {
        files = part(hostResources.files().get()::digests);
      }
      seen.put("files", files);
    }
    seen.put("hooks", hooks);
    seen.put("guard", guard.facts());
    seen.put("binding", binding.facts());
    return seen;
  }

  private interface FactReader {
    Map<String, String> read() throws IOException, FailedException, InterruptedException;
  }

  /** A part that cannot be read says why and hides none of the others. */
  private static Map<String, String> part(FactReader part) throws InterruptedException {
    try {
      return part.read();
    } catch (FailedException e) {
      return new TreeMap<>(Map.of(EvidenceKey.WHY.wireName(), String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      return new TreeMap<>(Map.of(EvidenceKey.WHY.wireName(), e.toString()));
    }
  }

  private void publish(Map<String, Object> seen) {
    String now = Json.write(seen).replaceAll(NO_NEWS, "");
    lock.lock();
    try {
      boolean newNumber = !now.equals(news) || stale.passed();
      if (newNumber) {
        news = now;
        number++;
        stale = Deadline.in(OLDEST);
      }
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("number", number);
      all.put("at", HostClock.now().toString());
      all.put("session", boot.session());
      all.put("bootId", boot.id());
      all.putAll(seen);
      latest = all;
      ended = begun;
      looked.signalAll();
      if (newNumber) {
        newer.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
