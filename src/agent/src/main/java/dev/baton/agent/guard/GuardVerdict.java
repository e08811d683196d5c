package dev.baton.agent.guard;

import java.time.Duration;
import java.util.Optional;

/** Whether one part of this host may start. Pure: holds the rules of the boot guard. */
public sealed interface GuardVerdict {

  /** What the guard is asked about. */
  enum Unit {
    POSTGRESQL,
    APPLICATION
  }

  /** It may start. */
  record MayStart(String why) implements GuardVerdict {}

  /** It stays down for as long as the host has this role. */
  record StaysDown(String why) implements GuardVerdict {}

  /** No control plane has confirmed the role yet. */
  record NotConfirmed(String why) implements GuardVerdict {}

  /**
   * What the verdict depends on.
   *
   * @param known empty on a host that no control plane has told a role
   * @param confirmed whether {@code known} was confirmed since the guard began to wait, or is that
   *     of the primary and was confirmed in this boot
   * @param broken whether a rewind of the data folder came to no end; a server may start on it, and
   *     serves damaged data
   * @param standbySignal whether the data folder would make PostgreSQL a standby
   * @param ordered whether the control plane's order to start this part is being carried out
   * @param override why a person let it start
   */
  record Facts(
      Optional<KnownRole> known,
      boolean confirmed,
      boolean broken,
      boolean standbySignal,
      boolean ordered,
      Optional<String> override) {}

  /** The verdict as it stands; one that is not confirmed may change until the time is over. */
  static GuardVerdict on(Unit unit, Facts facts, Duration waited) {
    if (unit == Unit.POSTGRESQL && facts.broken()) {
      return new StaysDown(
          "a rewind of its data folder did not come to its end; a recovery with a base backup replaces it");
    }
    if (unit == Unit.POSTGRESQL && facts.standbySignal()) {
      return new MayStart("standby.signal is there, and a standby cannot write");
    }
    if (facts.known().isEmpty()) {
      // Pairs are registered with their databases running: a host before that has nothing to guard.
      return new MayStart("no control plane has told this host a role yet");
    }
    if (facts.override().isPresent()) {
      return new MayStart("overridden by a person: " + facts.override().get());
    }
    if (facts.ordered()) {
      return new MayStart("the control plane has ordered it");
    }
    KnownRole role = facts.known().get();
    if (!facts.confirmed()) {
      return new NotConfirmed(unconfirmed(role, Optional.of(waited)));
    }
    return switch (role.role()) {
      case PRIMARY -> new MayStart("this host is " + role.words());
      case STANDBY, OUT, RETIRED -> new StaysDown(held(role));
    };
  }

  /** Role, term and next move, for a host whose role says that it does not serve. */
  static String held(KnownRole role) {
    return switch (role.role()) {
      case OUT, RETIRED ->
          "this host is %s; a recovery brings it back: POST /v1/pairs/%s/recoveries"
              .formatted(role.words(), role.scope());
      case STANDBY ->
          "this host is %s: only a database with standby.signal runs here; a recovery makes one of it,"
                  .formatted(role.words())
              + " a switchover has it serve";
      case PRIMARY -> "this host is " + role.words();
    };
  }

  /** Role, term and next move, for a host whose role is not confirmed. */
  static String unconfirmed(KnownRole role, Optional<Duration> waited) {
    return "this host was %s before it booted, and no control plane has confirmed that%s;"
            .formatted(
                role.words(),
                waited.map(time -> " within %d s".formatted(time.toSeconds())).orElse(" since"))
        + " see that this agent and the control plane run and reach each other";
  }
}
