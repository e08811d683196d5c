package dev.baton.step.application;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.FileFacts;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Copies the application's files that differ to the other site. The receiving agent refuses while
 * an application runs there, and never takes host-bound files (S9).
 */
public record SyncFiles() implements StepKind {

  @Override
  public String name() {
    return "sync-files";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.FILES_RECEIVE, ActionType.FILES_SEND);
  }

  @Override
  public List<AgentOrder> orders(StepInput input) {
    return orders(input, "one of each attempt's own");
  }

  private static List<AgentOrder> orders(StepInput input, String ticket) {
    HostId receiver = new HostId(input.param("receiver"));
    return List.of(
        new AgentOrder(
            receiver,
            ActionType.FILES_RECEIVE,
            ActionParameter.params(
                Map.of(
                    ActionParameter.TICKET, ticket, ActionParameter.FROM, input.onHost().value()))),
        new AgentOrder(
            input.onHost(),
            ActionType.FILES_SEND,
            ActionParameter.params(
                Map.of(
                    ActionParameter.TICKET, ticket,
                    ActionParameter.TO, input.param("endpoint"),
                    ActionParameter.HOST, receiver.value()))));
  }

  private static String ticket(StepContext context) {
    return "%s%s%d"
        .formatted(context.operation().id(), context.step(), context.number())
        .replaceAll("[^a-z0-9]", "");
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    HostId receiver = new HostId(context.param("receiver"));
    AgentReply before = compare(agents, receiver);
    // Also when all is level: then the agents learn that it is, and know later what was changed.
    boolean agreed = before instanceof AgentReply.Done level && !denies(level.evidence());
    if (agreed || !(before instanceof AgentReply.Done || differs(before))) {
      return before;
    }
    List<AgentOrder> orders = orders(context.planned(), ticket(context));
    Map<String, String> expect =
        context.pair().hasApplication()
            ? Map.of(EvidenceKey.APPLICATION_RUNNING.wireName(), "false")
            : Map.of();
    AgentReply open = agents.perform(orders.getFirst(), expect);
    if (!(open instanceof AgentReply.Done)) {
      return open;
    }
    AgentReply sent = agents.perform(orders.getLast(), Map.of());
    if (!(sent instanceof AgentReply.Done delivered)) {
      return sent;
    }
    AgentReply after = compare(agents, receiver);
    if (!(after instanceof AgentReply.Done level)) {
      return after;
    }
    Map<String, String> evidence = new HashMap<>(level.evidence());
    Evidence transfer = Evidence.of(delivered.evidence());
    evidence.put(EvidenceKey.SENT.wireName(), transfer.text(EvidenceKey.SENT));
    transfer
        .find(EvidenceKey.OVERWRITTEN)
        .ifPresent(kept ->
            evidence.put(
                EvidenceKey.OVERWRITTEN.wireName(), "on %s: %s".formatted(receiver, kept)));
    return new AgentReply.Done(evidence, delivered.took());
  }

  private static AgentReply compare(AgentGateway agents, HostId receiver) {
    AgentReply here = agents.read(ActionType.FILES_DIGEST, Map.of());
    AgentReply there = agents.read(receiver, ActionType.FILES_DIGEST, Map.of());
    if (!(here instanceof AgentReply.Done mine)) {
      return here;
    }
    if (!(there instanceof AgentReply.Done theirs)) {
      return there;
    }
    Map<String, String> items = new FileFacts(mine.evidence()).items();
    Set<String> different = new TreeSet<>(items.keySet());
    Map<String, String> others = new FileFacts(theirs.evidence()).items();
    different.removeIf(item -> same(items.get(item), others.get(item)));
    return different.isEmpty()
        ? new AgentReply.Done(
            Map.of(
                EvidenceKey.ITEMS.wireName(),
                Integer.toString(items.size()),
                EvidenceKey.LEVEL.wireName(),
                "true",
                EvidenceKey.AGREED.wireName(),
                Boolean.toString(!denies(mine.evidence()) && !denies(theirs.evidence()))),
            mine.took())
        : new AgentReply.Refused(
            RefusalCode.FILES_DIFFER,
            "not the same on both sites: " + String.join(", ", different),
            Map.of());
  }

  /** A folder that is not there yet has no more in it than an empty one. */
  private static boolean same(@Nullable String here, @Nullable String there) {
    return Objects.equals(here, there)
        || (here != null
            && there != null
            && FileFacts.isNothing(here)
            && FileFacts.isNothing(there));
  }

  private static boolean denies(Map<String, String> facts) {
    return Evidence.of(facts).denied(EvidenceKey.AGREED);
  }

  private static boolean differs(AgentReply reply) {
    return reply instanceof AgentReply.Refused refused
        && refused.code() == RefusalCode.FILES_DIFFER;
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return compare(agents, new HostId(context.param("receiver")));
  }
}
