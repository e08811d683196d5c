package dev.baton.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes and gives back the pair's address; never so that it would survive a reboot. */
final class AddressActions {

  /** The proof that nobody has it: three questions and a silence that outlasts a slow answer. */
  private static final Duration PROOF = Duration.ofMillis(300);

  /** The last look before it is taken, after that proof. */
  private static final Duration LAST_LOOK = Duration.ofMillis(100);

  private final NetworkAddress address;
  private final Arp arp;

  AddressActions(Parts parts) {
    this.address = parts.address().orElseThrow();
    this.arp = address.arp();
  }

  Map<String, String> probe(Run run) throws FailedException, IOException, InterruptedException {
    Optional<String> owner = arp.owner(3, PROOF);
    Map<String, String> facts = address.read();
    facts.put("answered", Boolean.toString(owner.isPresent()));
    owner.ifPresent(mac -> facts.put("mac", mac));
    return facts;
  }

  /**
   * Taken only when nobody else answers for it: a second {@code ip addr add} elsewhere succeeds
   * too.
   */
  Map<String, String> assign(Run run) throws FailedException, IOException, InterruptedException {
    String ip = address.policy().ip();
    Optional<String> owner = arp.owner(2, LAST_LOOK);
    if (owner.isPresent()) {
      throw new FailedException(
          "%s is answered by %s".formatted(ip, owner.get()),
          Map.of("answered", "true", "mac", owner.get()));
    }
    long start = System.nanoTime();
    boolean already = address.held();
    if (!already) {
      Programs.Outcome outcome = address.change("add", address.policy().device());
      if (!address.held()) {
        throw new FailedException("ip addr add: " + outcome.lastLines(1));
      }
    }
    arp.announce();
    return facts(already, "assignMs", start);
  }

  Map<String, String> release(Run run) throws FailedException, IOException, InterruptedException {
    long start = System.nanoTime();
    arp.hush();
    Map<String, String> before = address.read();
    boolean already = "false".equals(before.get("held"));
    if (!already) {
      Programs.Outcome outcome = address.change("del", before.getOrDefault("device", ""));
      if (address.held()) {
        throw new FailedException("ip addr del: " + outcome.lastLines(1));
      }
    }
    return facts(already, "releaseMs", start);
  }

  private Map<String, String> facts(boolean already, String duration, long start)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>(address.read());
    facts.put("already", Boolean.toString(already));
    facts.put(duration, Long.toString(Waiting.millisSince(start)));
    return facts;
  }
}
