package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes down what a drill must leave as it is; given an earlier look, waits until it is so again.
 */
record ObserveProduction() implements StepKind {

  /** Positions go on by themselves; they must not go back. */
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
  public HostReply run(Attempt attempt) {
    while (true) {
      HostReply seen = look(attempt);
      HostReply judged = seen instanceof HostReply.Done now ? judged(attempt, now) : seen;
      if (judged instanceof HostReply.Done || attempt.left().isZero()) {
        return judged;
      }
      Pause.shortly();
    }
  }

  private static HostReply judged(Attempt attempt, HostReply.Done now) {
    String earlier = attempt.params().getOrDefault("before", "");
    Map<String, String> wrong = new TreeMap<>(wrong(attempt.pair(), now.evidence()));
    if (!earlier.isEmpty()) {
      wrong.putAll(differences(attempt.operation().evidence(earlier), now.evidence()));
    }
    return wrong.isEmpty()
        ? now
        : new HostReply.Refused(
            "production-differs",
            wrong.entrySet().stream()
                .map(entry -> "%s is %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; ")),
            now.evidence());
  }

  /** What is not as it is in a pair in good order. */
  private static Map<String, String> wrong(PairState pair, Map<String, String> now) {
    Map<String, String> good =
        Map.of(
            "primary writable", "true",
            "standby inRecovery", "true",
            "standby receiver", "streaming",
            "standby timeline", now.getOrDefault("primary timeline", "unknown"),
            "address", pair.primarySite().application().value());
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

  private static HostReply look(Attempt attempt) {
    HostId primary = attempt.pair().primarySite().database();
    HostId standby = attempt.onHost();
    Map<String, String> facts = new TreeMap<>();
    for (HostId host : List.of(primary, standby)) {
      String role = host.equals(primary) ? "primary " : "standby ";
      HostReply position = attempt.read(host, ActionType.POSTGRES_POSITION, Map.of());
      HostReply left = attempt.read(host, ActionType.DRILL_LOOK, Map.of());
      if (!(position instanceof HostReply.Done at)) {
        return position;
      }
      if (!(left instanceof HostReply.Done traces)) {
        return left;
      }
      keep(at.evidence(), facts, role, "timeline", "writable", "inRecovery", "systemIdentifier");
      keep(at.evidence(), facts, role, "writeLsn", "replayLsn", "receiver");
      facts.put(role + "standbys", names(at.evidence().getOrDefault("standbys", "")));
      facts.put(role + "slots", traces.evidence().getOrDefault("slots", "unknown"));
      if (host.equals(standby)) {
        facts.put("copy exists", traces.evidence().getOrDefault("exists", "unknown"));
      }
    }
    facts.put("address", holders(attempt));
    return new HostReply.Done(facts, Duration.ZERO);
  }

  private static void keep(
      Map<String, String> from, Map<String, String> facts, String role, String... keys) {
    for (String key : keys) {
      if (from.containsKey(key)) {
        facts.put(role + key, from.getOrDefault(key, ""));
      }
    }
  }

  /** Who follows, and whether it streams, without the positions. */
  private static String names(String standbys) {
    return Arrays.stream(standbys.split(",", -1))
        .map(standby -> standby.replaceAll("^([^:]*:[^:]*):.*", "$1"))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String holders(Attempt attempt) {
    return attempt.pair().sites().stream()
        .map(site -> site.application())
        .filter(host -> held(attempt.observe(host)))
        .map(HostId::value)
        .collect(Collectors.joining(","));
  }

  private static boolean held(Sight sight) {
    return switch (sight) {
      case Sight.Seen(var seen) -> "true".equals(seen.address().get("held"));
      case Sight.NotSeen(var code, var why) -> false;
    };
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
