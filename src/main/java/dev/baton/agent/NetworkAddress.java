package dev.baton.agent;

import dev.baton.action.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pair's address, as this host's network carries it. */
final class NetworkAddress {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Policy.AddressPart policy;
  private final Arp arp;

  NetworkAddress(Policy.AddressPart policy) {
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
  Map<String, String> read() throws IOException, FailedException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put("address", policy.ip());
    Optional<String> holder = Optional.empty();
    for (Object item : devices()) {
      Map<String, @Nullable Object> device = Json.object(item, "device");
      String name = String.valueOf(device.get("ifname"));
      if (carries(device)) {
        holder = Optional.of(name);
      }
      if (name.equals(policy.device())) {
        facts.put("ownMac", String.valueOf(device.get("address")));
      }
    }
    facts.put("held", Boolean.toString(holder.isPresent()));
    facts.put("device", holder.orElse(policy.device()));
    return facts;
  }

  boolean held() throws IOException, FailedException, InterruptedException {
    return "true".equals(read().get("held"));
  }

  /** {@code ip addr add} or {@code del}; both complain of what is so already, so read back. */
  Programs.Outcome change(String verb, String device)
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
    Programs.Outcome outcome = ip("-j", "addr", "show");
    try {
      if (outcome.succeeded() && Json.read(outcome.output()) instanceof List<?> devices) {
        return devices;
      }
    } catch (IllegalArgumentException e) {
      throw new FailedException("ip addr: " + e.getMessage());
    }
    throw new FailedException("ip addr: " + outcome.lastLines(1));
  }

  private static Programs.Outcome ip(String... arguments)
      throws IOException, FailedException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/usr/sbin/ip"));
    words.addAll(List.of(arguments));
    return Programs.run(words, Deadline.in(LIMIT));
  }
}
