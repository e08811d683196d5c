package dev.baton.world;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.host.OwnInstallation;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The hosts of a running control plane: those of a simulated pair, which each test has anew. */
@Alternative
@ApplicationScoped
public class SimulatedHosts implements HostAgent {

  private static final Duration POLL = Duration.ofMillis(200);

  private final OwnInstallation own;
  private final AtomicReference<SimulatedPair> pair =
      new AtomicReference<>(new SimulatedPair(true));
  private final AtomicLong numbers = new AtomicLong();

  SimulatedHosts(OwnInstallation own) {
    this.own = own;
  }

  /** From now on the hosts are those of this pair. */
  public SimulatedPair become(SimulatedPair anew) {
    pair.set(anew);
    return anew;
  }

  @Override
  public AgentReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    return pair.get().read(host, type, params, limit);
  }

  @Override
  public AgentReply perform(HostId host, String commandId, ActionRequest request) {
    return pair.get().perform(host, commandId, request);
  }

  @Override
  public AgentReply lookUp(HostId host, String commandId, Duration limit) {
    return pair.get().lookUp(host, commandId, limit);
  }

  @Override
  public AgentReply knock(String address, int port, Duration limit) {
    return pair.get().knock(address, port, limit);
  }

  @Override
  public AgentReply announce(HostId host, Announcement announcement, Duration limit) {
    return pair.get().announce(host, announcement, limit);
  }

  @Override
  public AgentReply hello(HostId host, Duration limit) {
    return pair.get().hello(host, limit);
  }

  /** Numbered and held back like a real agent's, so that a long poll is no busy loop. */
  @Override
  public ObservationResult observe(HostId host, long after, Duration wait) {
    if (after > 0 && wait.isPositive()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    return switch (pair.get().observe(host, after, wait)) {
      case ObservationResult.Seen(Observation seen) ->
          new ObservationResult.Seen(numbered(host, seen));
      case ObservationResult.NotSeen silent -> silent;
    };
  }

  private Observation numbered(HostId host, Observation seen) {
    return new Observation(
        numbers.incrementAndGet(),
        seen.at(),
        seen.session(),
        seen.bootId(),
        seen.postgres(),
        seen.application(),
        seen.address(),
        seen.files(),
        seen.hooks(),
        seen.guard(),
        pair.get().binding(host, own.id()));
  }
}
