package dev.baton.world;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The network between the sites: who holds the address, and who can be sent files. */
final class Neighbourhood {

  private final Set<HostId> holders = new HashSet<>();
  private final Set<HostId> liars = new HashSet<>();
  private List<SimulatedSite> sites = List.of();

  void of(SimulatedSite... members) {
    sites = List.of(members);
  }

  List<SimulatedSite> sites() {
    return sites;
  }

  SimulatedSite siteOf(String applicationHost) {
    return sites.stream()
        .filter(site -> site.host().value().equals(applicationHost))
        .findFirst()
        .orElseThrow();
  }

  Set<HostId> holders() {
    return holders;
  }

  boolean holds(HostId host) {
    return holders.contains(host);
  }

  AgentReply probe(HostId host) {
    return Replies.done(state(host));
  }

  AgentReply assign(HostId host) {
    if (answeredBesides(host)) {
      return Replies.failed("the address is answered by another host");
    }
    if (!holds(host) && liars.contains(host)) {
      return Replies.failed("assign ended with 0, but by probe this host does not hold it");
    }
    holders.add(host);
    return Replies.done(state(host));
  }

  /** What moves the address there says that it did, and does nothing. */
  void moverLies(HostId host, boolean lies) {
    if (lies) {
      liars.add(host);
    } else {
      liars.remove(host);
    }
  }

  AgentReply release(HostId host) {
    if (holds(host) && liars.contains(host)) {
      return Replies.failed("release ended with 0, but by probe this host still holds it");
    }
    holders.remove(host);
    return Replies.done(state(host));
  }

  Map<String, String> state(HostId host) {
    return Map.of(
        "held", Boolean.toString(holds(host)),
        "answered", Boolean.toString(answeredBesides(host)));
  }

  private boolean answeredBesides(HostId host) {
    return holders.stream().anyMatch(holder -> !holder.equals(host));
  }
}
