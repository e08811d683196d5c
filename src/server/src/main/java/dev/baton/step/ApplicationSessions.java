package dev.baton.step;

import dev.baton.host.AgentReply;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.IpAddresses;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether an application's host has sessions in a database. */
public final class ApplicationSessions {

  private static final String LOCAL = "local";

  private ApplicationSessions() {}

  /** Sessions of any age; {@link EvidenceKey#SESSIONS} of what is done says whether there are. */
  public static AgentReply any(AgentGateway agents, HostId application, HostId database) {
    return of(agents, application, database, EvidenceKey.CLIENTS);
  }

  /** As {@link #any}, of those that have been open for some time. */
  public static AgentReply lasting(AgentGateway agents, HostId application, HostId database) {
    return of(agents, application, database, EvidenceKey.LASTING);
  }

  private static AgentReply of(
      AgentGateway agents, HostId application, HostId database, EvidenceKey which) {
    AgentReply reply = agents.read(database, ActionType.POSTGRES_CLIENTS, Map.of());
    if (!(reply instanceof AgentReply.Done clients)) {
      return reply;
    }
    if (!(agents.observe(application) instanceof ObservationResult.Seen(var host))) {
      return new AgentReply.Unknown("the agent of %s does not answer".formatted(application));
    }
    Set<String> own = words(Evidence.of(host.application()).text(EvidenceKey.HOST_ADDRESSES));
    if (application.equals(database)) {
      own.add(LOCAL);
    }
    String open = Evidence.of(clients.evidence()).text(which);
    own.retainAll(words(open));
    return new AgentReply.Done(
        Map.of(
            EvidenceKey.SESSIONS.wireName(),
            Boolean.toString(!own.isEmpty()),
            which.wireName(),
            open),
        Duration.ZERO);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(IpAddresses::spelled)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
