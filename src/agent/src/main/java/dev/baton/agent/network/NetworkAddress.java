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
  private final List<String> program;
  private final Arp arp;

  public NetworkAddress(Policy.AddressPart policy) {
    this(policy, List.of("/usr/sbin/ip"));
  }

  /**
   * @param program the words before those that tell ip what to do
   */
  NetworkAddress(Policy.AddressPart policy, List<String> program) {
    this.policy = policy;
    this.program = List.copyOf(program);
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
   * ownMac}, and {@code why} the policy and what the kernel shows do not agree, if they do not.
   */
  public Map<String, String> read() throws IOException, FailedException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.ADDRESS.wireName(), policy.ip());
    Optional<String> holder = Optional.empty();
    List<String> places = new ArrayList<>();
    for (Object item : devices()) {
      Map<String, @Nullable Object> device = Json.object(item, "device");
      String name = String.valueOf(device.get("ifname"));
      List<String> found = places(name, device);
      if (!found.isEmpty()) {
        holder = Optional.of(name);
        places.addAll(found);
      }
      if (name.equals(policy.device())) {
        facts.put(EvidenceKey.OWN_MAC.wireName(), String.valueOf(device.get("address")));
      }
    }
    facts.put(EvidenceKey.HELD.wireName(), Boolean.toString(holder.isPresent()));
    facts.put(EvidenceKey.DEVICE.wireName(), holder.orElse(policy.device()));
    difference(places, facts.containsKey(EvidenceKey.OWN_MAC.wireName()))
        .ifPresent(why -> facts.put(EvidenceKey.WHY.wireName(), why));
    return facts;
  }

  private Optional<String> difference(List<String> places, boolean deviceExists) {
    String wanted = place(policy.prefix(), policy.device());
    if (!places.isEmpty() && !places.equals(List.of(wanted))) {
      return Optional.of(
          "it stands as %s, the policy says %s".formatted(String.join(" and ", places), wanted));
    }
    return deviceExists
        ? Optional.empty()
        : Optional.of("the policy says %s, and there is no such device".formatted(wanted));
  }

  public boolean held() throws IOException, FailedException, InterruptedException {
    return Evidence.of(read()).flag(EvidenceKey.HELD);
  }

  /** As the policy says; complains if it is so already, so read back. */
  Programs.Exit add() throws IOException, FailedException, InterruptedException {
    return ip("addr", "add", policy.ip() + "/" + policy.prefix(), "dev", policy.device());
  }

  /** With whatever prefix and on whatever device it stands: {@code del} wants both to be right. */
  Programs.Exit remove() throws IOException, FailedException, InterruptedException {
    return ip("addr", "flush", "to", policy.ip());
  }

  private List<String> places(String name, Map<String, @Nullable Object> device) {
    List<String> places = new ArrayList<>();
    if (device.get("addr_info") instanceof List<?> addresses) {
      for (Object address : addresses) {
        if (address instanceof Map<?, ?> info && policy.ip().equals(info.get("local"))) {
          places.add(place(info.get("prefixlen"), name));
        }
      }
    }
    return places;
  }

  private String place(@Nullable Object prefix, String device) {
    return "%s/%s on %s".formatted(policy.ip(), prefix, device);
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

  private Programs.Exit ip(String... arguments)
      throws IOException, FailedException, InterruptedException {
    List<String> words = new ArrayList<>(program);
    words.addAll(List.of(arguments));
    return Programs.run(words, Deadline.in(LIMIT));
  }
}
