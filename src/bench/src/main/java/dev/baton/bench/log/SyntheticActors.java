package dev.baton.bench.log;

import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventContext.Actor;
import dev.baton.eventlog.EventContext.Correlation;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.EventContext.Origin;
import dev.baton.eventlog.EventContext.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** The callers and replicas in the {@link SyntheticHistory}. */
final class SyntheticActors {

  private static final List<String> PEOPLE =
      List.of("ada", "bruno", "chiara", "dmitri", "elif", "farid", "grace", "hiro", "ops-bot");
  private static final List<String> REASONS =
      List.of(
          "kernel update", "quarterly test", "disk replaced", "power work in the hall", "drill");
  private static final int REPLICAS = 2;

  private SyntheticActors() {}

  static EventContext engine(SplittableRandom random) {
    return EventContext.ofEngine("control-" + random.nextInt(REPLICAS), uuid(random));
  }

  /** With a key, as every change has one. */
  static EventContext person(SplittableRandom random) {
    String name = PEOPLE.get(random.nextInt(PEOPLE.size()));
    String reason = REASONS.get(random.nextInt(REASONS.size()));
    return called(
        random,
        name,
        List.of("operator", "viewer"),
        Optional.of("token:" + name),
        Optional.of(reason),
        true);
  }

  static EventContext nobody(SplittableRandom random) {
    return called(random, "anonymous", List.of(), Optional.empty(), Optional.empty(), false);
  }

  private static EventContext called(
      SplittableRandom random,
      String name,
      List<String> roles,
      Optional<String> credential,
      Optional<String> reason,
      boolean keyed) {
    Optional<String> key = keyed ? Optional.of(uuid(random)) : Optional.empty();
    return new EventContext(
        0,
        new Actor(name, roles, credential),
        new Purpose(reason, reason.map(text -> "CHG-" + random.nextInt(100_000))),
        Optional.empty(),
        new Origin(
            "control-" + random.nextInt(REPLICAS),
            Optional.empty(),
            Optional.of("10.77.%d.%d".formatted(random.nextInt(4), random.nextInt(250)))),
        new Correlation(
            uuid(random),
            Optional.of(
                "00-%016x%016x-%016x-01"
                    .formatted(random.nextLong(), random.nextLong(), random.nextLong())),
            Optional.empty()),
        new Idempotency(key, key.map(text -> text.replace("-", "").repeat(2))));
  }

  private static String uuid(SplittableRandom random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
