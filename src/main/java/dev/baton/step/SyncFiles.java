package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings the application's files on the other site level with this one's. The receiving agent
 * refuses while an application runs there, and never takes host-bound files (S9).
 */
record SyncFiles() implements StepKind {

  @Override
  public String name() {
    return "sync-files";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.FILES_RECEIVE, ActionType.FILES_SEND);
  }

  @Override
  public List<Order> orders(Planned planned) {
    return orders(planned, "one of each attempt's own");
  }

  private static List<Order> orders(Planned planned, String ticket) {
    HostId receiver = new HostId(planned.param("receiver"));
    return List.of(
        new Order(
            receiver,
            ActionType.FILES_RECEIVE,
            Map.of("ticket", ticket, "from", planned.onHost().value())),
        new Order(
            planned.onHost(),
            ActionType.FILES_SEND,
            Map.of("ticket", ticket, "to", planned.param("endpoint"), "host", receiver.value())));
  }

  private static String ticket(Attempt attempt) {
    return "%s%s%d"
        .formatted(attempt.operation().id(), attempt.step(), attempt.number())
        .replaceAll("[^a-z0-9]", "");
  }

  @Override
  public HostReply run(Attempt attempt) {
    HostId receiver = new HostId(attempt.param("receiver"));
    HostReply before = compare(attempt, receiver);
    if (!differs(before)) {
      return before;
    }
    List<Order> orders = orders(attempt.planned(), ticket(attempt));
    HostReply open = attempt.perform(orders.getFirst(), Map.of("applicationRunning", "false"));
    if (!(open instanceof HostReply.Done)) {
      return open;
    }
    HostReply sent = attempt.perform(orders.getLast(), Map.of());
    if (!(sent instanceof HostReply.Done delivered)) {
      return sent;
    }
    HostReply after = compare(attempt, receiver);
    if (!(after instanceof HostReply.Done level)) {
      return after;
    }
    Map<String, String> evidence = new HashMap<>(level.evidence());
    evidence.put("sent", delivered.evidence().getOrDefault("sent", ""));
    return new HostReply.Done(evidence, delivered.took());
  }

  private static HostReply compare(Attempt attempt, HostId receiver) {
    HostReply here = attempt.read(ActionType.FILES_DIGEST, Map.of());
    HostReply there = attempt.read(receiver, ActionType.FILES_DIGEST, Map.of());
    if (!(here instanceof HostReply.Done mine)) {
      return here;
    }
    if (!(there instanceof HostReply.Done theirs)) {
      return there;
    }
    Set<String> different = new TreeSet<>();
    int items = 0;
    for (var item : mine.evidence().entrySet()) {
      if (item.getKey().equals("scannedAt") || item.getKey().equals("changedAt")) {
        continue;
      }
      items++;
      if (!item.getValue().equals(theirs.evidence().get(item.getKey()))) {
        different.add(item.getKey());
      }
    }
    return different.isEmpty()
        ? new HostReply.Done(Map.of("items", Integer.toString(items), "level", "true"), mine.took())
        : new HostReply.Refused(
            "files-differ",
            "not the same on both sites: " + String.join(", ", different),
            Map.of());
  }

  private static boolean differs(HostReply reply) {
    return reply instanceof HostReply.Refused refused && refused.code().equals("files-differ");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return compare(attempt, new HostId(attempt.param("receiver")));
  }
}
