package dev.baton.step.drill;

import dev.baton.host.AgentReply;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Records the state of production before a drill; afterwards, waits until production is in that
 * state again.
 */
public record ObserveProduction() implements StepKind {

  /** LSNs that grow all the time; they must not go back. */
  private static final Set<String> GOING_ON = Set.of("primary writeLsn", "standby replayLsn");

  @Override
  public String name() {
    return "observe-production";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    while (true) {
      AgentReply seen = look(context, agents);
      AgentReply judged = seen instanceof AgentReply.Done now ? judged(context, now) : seen;
      if (judged instanceof AgentReply.Done || context.left().isZero()) {
        return judged;
      }
      PollDelay.shortly();
    }
  }

  private static AgentReply judged(StepContext context, AgentReply.Done now) {
    String earlier = context.params().getOrDefault("before", "");
    Map<String, String> wrong = new TreeMap<>(wrong(context.pair(), now.evidence()));
    if (!earlier.isEmpty()) {
      wrong.putAll(differences(context.operation().evidence(earlier), now.evidence()));
    }
    return wrong.isEmpty()
        ? now
        : new AgentReply.Refused(
            RefusalCode.PRODUCTION_DIFFERS,
            wrong.entrySet().stream()
                .map(entry -> "%s is %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; ")),
            now.evidence());
  }

  /** Each fact that differs from a healthy pair, with what it should be. */
  private static Map<String, String> wrong(PairState pair, Map<String, String> now) {
    Map<String, String> good = new HashMap<>();
    good.put("primary writable", "true");
    good.put("standby inRecovery", "true");
    good.put("standby receiver", "streaming");
    good.put("standby timeline", now.getOrDefault("primary timeline", "unknown"));
    if (pair.hasAddress()) {
      good.put(EvidenceKey.ADDRESS.wireName(), pair.primarySite().application().value());
    }
    Map<String, String> wrong = new TreeMap<>();
    good.forEach((key, value) -> {
      String found = now.getOrDefault(key, "unknown");
      if (!found.equals(value)) {
        wrong.put(key, "%s, not %s".formatted(found, value));
      }
    });
    return wrong;
  }

  private static Map<String, String> differences(
      Map<String, String> before, Map<String, String> now) {
    Map<String, String> differences = new TreeMap<>();
    before.forEach((key, value) -> {
      String found = now.getOrDefault(key, "unknown");
      if (GOING_ON.contains(key) ? behind(found, value) : !found.equals(value)) {
        differences.put(key, "%s, before %s".formatted(found, value));
      }
    });
    if (!"false".equals(now.get("copy exists"))) {
      differences.put("copy exists", now.getOrDefault("copy exists", "unknown"));
    }
    return differences;
  }

  private static boolean behind(String now, String before) {
    return Lsn.parse(before)
        .flatMap(then -> Lsn.parse(now).map(here -> here.compareTo(then) < 0))
        .orElse(true);
  }

  private static AgentReply look(StepContext context, AgentGateway agents) {
    HostId primary = context.pair().primarySite().database();
    HostId standby = context.onHost();
    Map<String, String> facts = new TreeMap<>();
    for (HostId host : List.of(primary, standby)) {
      String role = host.equals(primary) ? "primary " : "standby ";
      AgentReply position = agents.read(host, ActionType.POSTGRES_POSITION, Map.of());
      AgentReply left = agents.read(host, ActionType.DRILL_LOOK, Map.of());
      if (!(position instanceof AgentReply.Done at)) {
        return position;
      }
      if (!(left instanceof AgentReply.Done traces)) {
        return left;
      }
      keep(
          at.evidence(),
          facts,
          role,
          EvidenceKey.TIMELINE,
          EvidenceKey.WRITABLE,
          EvidenceKey.IN_RECOVERY,
          EvidenceKey.SYSTEM_IDENTIFIER);
      keep(
          at.evidence(),
          facts,
          role,
          EvidenceKey.WRITE_LSN,
          EvidenceKey.REPLAY_LSN,
          EvidenceKey.RECEIVER);
      facts.put(role + "standbys", names(Evidence.of(at.evidence()).text(EvidenceKey.STANDBYS)));
      facts.put(role + "slots", Evidence.of(traces.evidence()).text(EvidenceKey.SLOTS, "unknown"));
      if (host.equals(standby)) {
        facts.put(
            "copy exists", Evidence.of(traces.evidence()).text(EvidenceKey.EXISTS, "unknown"));
      }
    }
    if (context.pair().hasAddress()) {
      facts.put(EvidenceKey.ADDRESS.wireName(), holders(context, agents));
    }
    return new AgentReply.Done(facts, Duration.ZERO);
  }

  private static void keep(
      Map<String, String> from, Map<String, String> facts, String role, EvidenceKey... keys) {
    for (EvidenceKey key : keys) {
      Evidence.of(from).find(key).ifPresent(value -> facts.put(role + key.wireName(), value));
    }
  }

  /** Name and state of each standby, without the positions. */
  private static String names(String standbys) {
    return Arrays.stream(standbys.split(",", -1))
        .map(standby -> standby.replaceAll("^([^:]*:[^:]*):.*", "$1"))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String holders(StepContext context, AgentGateway agents) {
    return context.pair().sites().stream()
        .map(site -> site.application())
        .filter(host -> held(agents.observe(host)))
        .map(HostId::value)
        .collect(Collectors.joining(","));
  }

  private static boolean held(ObservationResult observationResult) {
    return switch (observationResult) {
      case ObservationResult.Seen(var seen) -> Evidence.of(seen.address()).flag(EvidenceKey.HELD);
      case ObservationResult.NotSeen(var code, var why) -> false;
    };
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
