package dev.baton.agent.policy;

import dev.baton.protocol.HookFailure;
import dev.baton.protocol.HookPoint;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the operator's commands at points of a change of sites. */
record HookKeys(PolicyValues values) {

  /** As long as an agent lets one run. */
  private static final long LONGEST_SECONDS = 600;

  private record Keys(HookPoint point, PolicyKey command, PolicyKey failure, PolicyKey timeout) {}

  private static final List<Keys> ALL =
      List.of(
          new Keys(
              HookPoint.BEFORE_CLOSE,
              PolicyKey.HOOK_BEFORE_CLOSE,
              PolicyKey.HOOK_BEFORE_CLOSE_FAILURE,
              PolicyKey.HOOK_BEFORE_CLOSE_TIMEOUT),
          new Keys(
              HookPoint.AFTER_OPEN,
              PolicyKey.HOOK_AFTER_OPEN,
              PolicyKey.HOOK_AFTER_OPEN_FAILURE,
              PolicyKey.HOOK_AFTER_OPEN_TIMEOUT),
          new Keys(
              HookPoint.AFTER_RESTORE,
              PolicyKey.HOOK_AFTER_RESTORE,
              PolicyKey.HOOK_AFTER_RESTORE_FAILURE,
              PolicyKey.HOOK_AFTER_RESTORE_TIMEOUT));

  /** The first there is. */
  Optional<KeyFlaw> flaw() {
    return ALL.stream().flatMap(this::flaws).findFirst();
  }

  private Stream<KeyFlaw> flaws(Keys keys) {
    if (!values.has(keys.command())) {
      return Stream.of(keys.failure(), keys.timeout())
          .filter(values::has)
          .map(key ->
              new KeyFlaw(key, "is for %s, which is not there".formatted(keys.command().text())));
    }
    return timeout(keys).toSeconds() > LONGEST_SECONDS
        ? Stream.of(
            new KeyFlaw(
                keys.timeout(),
                "%d seconds are more than %d"
                    .formatted(timeout(keys).toSeconds(), LONGEST_SECONDS)))
        : Stream.of();
  }

  /** By point; of those that are there. */
  Map<HookPoint, Policy.Hook> part() {
    Map<HookPoint, Policy.Hook> hooks = new EnumMap<>(HookPoint.class);
    for (Keys keys : ALL) {
      List<String> words = values.words(keys.command());
      if (!words.isEmpty()) {
        hooks.put(keys.point(), new Policy.Hook(words, failure(keys), timeout(keys)));
      }
    }
    return hooks;
  }

  private HookFailure failure(Keys keys) {
    return HookFailure.named(values.text(keys.failure(), ""))
        .orElse(keys.point() == HookPoint.BEFORE_CLOSE ? HookFailure.REFUSE : HookFailure.IGNORE);
  }

  private Duration timeout(Keys keys) {
    return values.seconds(keys.timeout(), 60);
  }
}
