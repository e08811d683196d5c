package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and changes the pair's address on the network devices of this host. */
public final class NetworkAddress {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Policy.AddressPart policy;
  private final Arp arp;

  public NetworkAddress(Policy.AddressPart policy) {
    this.policy = policy;
    this.arp = new Arp(policy);
  }

  Arp arp() {
    return arp;
  }

  Policy.AddressPart policy() {
    return policy;
  }

  /**
   * {@code address}, {@code held}, {@code device} (where it is, else where it would be), {@code
   * ownMac}.
   */
  public Map<String, String> read() throws IOException, FailedException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.ADDRESS.wireName(), policy.ip());
    Optional<String> holder = Optional.empty();
    for (Object item : devices()) {
      Map<String, @Nullable Object> device = Json.object(item, "device");
      String name = String.valueOf(device.get("ifname"));
      if (carries(device)) {
        holder = Optional.of(name);
      }
      if (name.equals(policy.device())) {
        facts.put(EvidenceKey.OWN_MAC.wireName(), String.valueOf(device.get("address")));
      }
    }
    facts.put(EvidenceKey.HELD.wireName(), Boolean.toString(holder.isPresent()));
    facts.put(EvidenceKey.DEVICE.wireName(), holder.orElse(policy.device()));
    return facts;
  }

  public boolean held() throws IOException, FailedException, InterruptedException {
    return Evidence.of(read()).flag(EvidenceKey.HELD);
  }

  /** {@code ip addr add} or {@code del}; both complain of what is so already, so read back. */
  Programs.Exit change(String verb, String device)
      throws IOException, FailedException, InterruptedException {
    return ip("addr", verb, policy.ip() + "/" + policy.prefix(), "dev", device);
  }

  private boolean carries(Map<String, @Nullable Object> device) {
    return device.get("addr_info") instanceof List<?> addresses
        && addresses.stream()
            .anyMatch(address ->
                address instanceof Map<?, ?> info && policy.ip().equals(info.get("local")));
  }

  private List<?> devices() throws IOException, FailedException, InterruptedException {
    Programs.Exit outcome = ip("-j", "addr", "show");
    try {
      if (outcome.succeeded() && Json.read(outcome.output()) instanceof List<?> devices) {
        return devices;
      }
    } catch (IllegalArgumentException e) {
      throw new FailedException("ip addr: " + e.getMessage());
    }
    throw new FailedException("ip addr: " + outcome.lastLines(1));
  }

  private static Programs.Exit ip(String... arguments)
      throws IOException, FailedException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/usr/sbin/ip"));
    words.addAll(List.of(arguments));
    return Programs.run(words, Deadline.in(LIMIT));
  }
}
