package dev.baton.agent.network;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Assigns and releases the pair's address; an assignment never survives a reboot. */
public final class AddressActions {

  /** The proof that nobody has it: three questions and a silence that outlasts a slow answer. */
  private static final Duration PROOF = Duration.ofMillis(300);

  /** The last look before it is taken, after that proof. */
  private static final Duration LAST_LOOK = Duration.ofMillis(100);

  private final NetworkAddress address;
  private final Arp arp;

  public AddressActions(NetworkAddress address) {
    this.address = address;
    this.arp = address.arp();
  }

  public Map<String, String> probe(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Optional<String> owner = arp.owner(3, PROOF);
    Map<String, String> facts = address.read();
    facts.put(EvidenceKey.ANSWERED.wireName(), Boolean.toString(owner.isPresent()));
    owner.ifPresent(mac -> facts.put(EvidenceKey.MAC.wireName(), mac));
    return facts;
  }

  /**
   * Taken only when nobody else answers for it: a second {@code ip addr add} elsewhere succeeds
   * too.
   */
  public Map<String, String> assign(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String ip = address.policy().ip();
    Optional<String> owner = arp.owner(2, LAST_LOOK);
    if (owner.isPresent()) {
      throw new FailedException(
          "%s is answered by %s".formatted(ip, owner.get()),
          Map.of(EvidenceKey.ANSWERED.wireName(), "true", EvidenceKey.MAC.wireName(), owner.get()));
    }
    long start = System.nanoTime();
    boolean already = address.held();
    if (!already) {
      Programs.Exit outcome = address.add();
      if (!address.held()) {
        throw new FailedException("ip addr add: " + outcome.lastLines(1));
      }
    }
    arp.announce();
    return facts(already, EvidenceKey.ASSIGN_MS, start);
  }

  public Map<String, String> release(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    long start = System.nanoTime();
    arp.stopAnnouncing();
    boolean already = !address.held();
    if (!already) {
      Programs.Exit outcome = address.remove();
      if (address.held()) {
        throw new FailedException("ip addr flush: " + outcome.lastLines(1));
      }
    }
    return facts(already, EvidenceKey.RELEASE_MS, start);
  }

  private Map<String, String> facts(boolean already, EvidenceKey duration, long start)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>(address.read());
    facts.put(EvidenceKey.ALREADY.wireName(), Boolean.toString(already));
    facts.put(duration.wireName(), Long.toString(Poll.millisSince(start)));
    return facts;
  }
}
