package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
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

/** The pair's address on the network devices of this host. */
final class NetworkAddress implements AddressMover {

  /** The proof that nobody has it: three questions and a silence that outlasts a slow answer. */
  private static final Duration PROOF = Duration.ofMillis(300);

  /** The last look before it is taken, after that proof. */
  private static final Duration LAST_LOOK = Duration.ofMillis(100);

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 20;

  private final String ip;
  private final Policy.OnDevice place;
  private final LinkPrograms programs;
  private final Neighbours neighbours;

  NetworkAddress(String ip, Policy.OnDevice place, LinkPrograms programs) {
    this.ip = ip;
    this.place = place;
    this.programs = programs;
    this.neighbours =
        ip.contains(":")
            ? new NeighbourDiscovery(ip, place.device(), programs)
            : new Arp(ip, place.device(), programs);
  }

  @Override
  public AddressSight look(LookScope asked, Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    Optional<String> owner =
        switch (asked) {
          case THIS_HOST -> Optional.empty();
          case OTHERS_AGAIN -> neighbours.owner(2, LAST_LOOK);
          case OTHERS -> neighbours.owner(3, PROOF);
        };
    List<StandingAddress> standing = new ArrayList<>();
    Map<String, String> facts = read(standing);
    return new AddressSight(facts, !standing.isEmpty(), owner);
  }

  @Override
  public AddressSight glance() throws IOException, FailedException, InterruptedException {
    return look(LookScope.THIS_HOST, Deadline.in(LIMIT));
  }

  /**
   * {@code address}, {@code held}, {@code device} (where it is, else where it would be), {@code
   * ownMac}, and {@code why} the policy and what the kernel shows do not agree, if they do not.
   */
  private Map<String, String> read(List<StandingAddress> standing)
      throws IOException, FailedException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.ADDRESS.wireName(), ip);
    for (Object item : devices()) {
      Map<String, @Nullable Object> device = Json.object(item, "device");
      String name = String.valueOf(device.get("ifname"));
      standing.addAll(StandingAddress.on(name, device, ip));
      if (name.equals(place.device())) {
        facts.put(EvidenceKey.OWN_MAC.wireName(), String.valueOf(device.get("address")));
      }
    }
    facts.put(EvidenceKey.HELD.wireName(), Boolean.toString(!standing.isEmpty()));
    facts.put(
        EvidenceKey.DEVICE.wireName(),
        standing.isEmpty() ? place.device() : standing.getLast().device());
    difference(standing, facts.containsKey(EvidenceKey.OWN_MAC.wireName()))
        .ifPresent(why -> facts.put(EvidenceKey.WHY.wireName(), why));
    return facts;
  }

  private Optional<String> difference(List<StandingAddress> standing, boolean deviceExists) {
    List<String> places = standing.stream().map(StandingAddress::words).toList();
    String wanted = StandingAddress.words(ip, Integer.toString(place.prefix()), place.device());
    if (!places.isEmpty() && !places.equals(List.of(wanted))) {
      return Optional.of(
          "it stands as %s, the policy says %s".formatted(String.join(" and ", places), wanted));
    }
    return deviceExists
        ? Optional.empty()
        : Optional.of("the policy says %s, and there is no such device".formatted(wanted));
  }

  /** As the policy says; {@code ip} complains if it is so already, so read back. */
  @Override
  public String take(Deadline deadline) throws IOException, FailedException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("addr", "add", ip + "/" + place.prefix(), "dev", place.device()));
    words.addAll(neighbours.prepare(deadline.orIn(LIMIT)));
    Programs.Exit exit = ip(words);
    if (ip.contains(":")) {
      awaitItsUse(deadline);
    }
    return "ip addr add: " + exit.lastLines(1);
  }

  /**
   * Of an IPv6 address the kernel asks the neighbours itself before it uses it. One that it does
   * not use is taken off again: it would ask anew when the cable is put in next, and might have it
   * then.
   */
  private void awaitItsUse(Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    boolean used = false;
    try {
      used = Poll.until(this::used, deadline, PAUSE_MILLIS);
    } finally {
      if (!used) {
        String unused = give(Deadline.in(LIMIT));
      }
    }
    if (!used) {
      throw new FailedException(
          "%s was added to %s, and the kernel did not come to use it in time; it was taken off again, see that the device is up"
              .formatted(ip, place.device()));
    }
  }

  private boolean used() throws IOException, FailedException, InterruptedException {
    List<StandingAddress> standing = new ArrayList<>();
    Map<String, String> unused = read(standing);
    if (standing.stream().anyMatch(StandingAddress::duplicate)) {
      throw new FailedException(
          "%s is used by somebody else, as the kernel found when it was added; it was taken off again"
              .formatted(ip),
          Map.of(EvidenceKey.ANSWERED.wireName(), "true"));
    }
    return standing.stream().noneMatch(StandingAddress::tentative);
  }

  /** With whatever prefix and on whatever device it stands: {@code del} wants both to be right. */
  @Override
  public String give(Deadline deadline) throws IOException, FailedException, InterruptedException {
    return "ip addr flush: " + ip(List.of("addr", "flush", "to", ip)).lastLines(1);
  }

  @Override
  public void announce() throws IOException, InterruptedException {
    neighbours.announce();
  }

  @Override
  public void stopAnnouncing() throws InterruptedException {
    neighbours.stopAnnouncing();
  }

  private List<?> devices() throws IOException, FailedException, InterruptedException {
    Programs.Exit outcome = ip(List.of("-j", "addr", "show"));
    try {
      if (outcome.succeeded() && Json.read(outcome.output()) instanceof List<?> devices) {
        return devices;
      }
    } catch (IllegalArgumentException e) {
      throw new FailedException("ip addr: " + e.getMessage());
    }
    throw new FailedException("ip addr: " + outcome.lastLines(1));
  }

  private Programs.Exit ip(List<String> arguments)
      throws IOException, FailedException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/usr/sbin/ip"));
    words.addAll(arguments);
    return programs.run(Deadline.in(LIMIT), words);
  }
}
