package dev.baton.operation.engine;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.UnreadableEventException;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Holds the record of each pair against what its agents remember. A pair whose agents are ahead is
 * only watched: no take-over, no order and no announcement reaches its hosts (S14).
 */
@ApplicationScoped
public class RecordFreshness {

  private static final Logger LOG = Logger.getLogger(RecordFreshness.class);

  /** A host that is silent holds a take-over up for no longer. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final PairRepository pairs;
  private final HostAgent agent;
  private final Map<PairId, StaleRecord> stale = new ConcurrentHashMap<>();
  private final Map<PairId, Map<HostId, AgentMemory>> memories = new ConcurrentHashMap<>();

  RecordFreshness(PairRepository pairs, HostAgent agent) {
    this.pairs = pairs;
    this.agent = agent;
  }

  /** How what the pair's agents said last is ahead of the record as it is now. */
  public Optional<StaleRecord> of(PairId pair) {
    if (stale.containsKey(pair)) {
      read(pair).ifPresent(state -> judge(pair, state)); // another replica may have adopted it
    }
    return Optional.ofNullable(stale.get(pair));
  }

  /** All that was found and still stands. */
  public Map<PairId, StaleRecord> all() {
    Map<PairId, StaleRecord> standing = new HashMap<>();
    stale.keySet().forEach(pair -> of(pair).ifPresent(found -> standing.put(pair, found)));
    return standing;
  }

  /** What the agents of the pair said last; those that never answered are missing. */
  public Map<HostId, AgentMemory> memories(PairId pair) {
    return Map.copyOf(memories.getOrDefault(pair, Map.of()));
  }

  /** Asks all agents of these pairs at the same time; returns after a second at the latest. */
  public void look(Collection<PairId> asked) {
    Map<PairId, PairState> readable = new HashMap<>();
    asked.forEach(pair -> read(pair).ifPresent(state -> readable.put(pair, state)));
    int calls = readable.values().stream().mapToInt(s -> PairSnapshot.hosts(s).size()).sum();
    var answered = new CountDownLatch(calls);
    readable.forEach((pair, state) -> {
      for (HostId host : PairSnapshot.hosts(state)) {
        Thread.ofVirtual().name("memory of " + host).start(() -> ask(pair, host, answered));
      }
    });
    try {
      boolean unused = answered.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Read after the agents were: what they were told is on record before they are told.
    readable.keySet().forEach(pair -> read(pair).ifPresent(state -> judge(pair, state)));
  }

  private void ask(PairId pair, HostId host, CountDownLatch answered) {
    try {
      if (agent.hello(host, LIMIT) instanceof AgentReply.Done hello) {
        Map<HostId, AgentMemory> of =
            memories.computeIfAbsent(pair, id -> new ConcurrentHashMap<>());
        AgentMemory.in(hello, pair)
            .ifPresentOrElse(memory -> of.put(host, memory), () -> of.remove(host));
      }
    } catch (RuntimeException e) {
      LOG.debugf("cannot ask host=%s: %s", host, e.getMessage());
    } finally {
      answered.countDown();
    }
  }

  private void judge(PairId pair, PairState record) {
    Map<HostId, AgentMemory> ahead = new HashMap<>(memories(pair));
    ahead.values().removeIf(memory -> !memory.aheadOf(record));
    if (ahead.isEmpty()) {
      if (stale.remove(pair) != null) {
        LOG.infof("the event log is no longer older than what agents know pair=%s", pair);
      }
      return;
    }
    StaleRecord now = StaleRecord.of(record, ahead);
    if (!now.equals(stale.put(pair, now))) {
      LOG.errorf("this control plane only watches pair=%s: %s", pair, now.sentence());
    }
  }

  private Optional<PairState> read(PairId pair) {
    try {
      return pairs.find(pair);
    } catch (UnreadableEventException e) {
      return Optional.empty(); // it is driven by nobody here
    }
  }
}
