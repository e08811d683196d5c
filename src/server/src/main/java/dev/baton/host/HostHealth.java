package dev.baton.host;

import dev.baton.protocol.AgentState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Health of one host: whether its agent answers, and the newest observation, however old.
 *
 * @param looked whether anybody has looked yet
 * @param agent whether it answers now
 * @param since when the agent came into that state
 * @param why it does not answer, or sees nothing new; empty when all is well
 * @param answeredAt when the agent last answered, by the control plane's clock
 * @param last the newest observation; empty when there never was one
 * @param receivedAt of the newest observation, by the control plane's clock
 * @param stale whether the newest observation says nothing of now: its agent does not answer, or
 *     has not finished a look at its host for some seconds
 * @param lastPrimary the newest observation in which the database wrote; for what a loss would be
 */
public record HostHealth(
    boolean looked,
    AgentState agent,
    Instant since,
    String why,
    Optional<Instant> answeredAt,
    Optional<Observation> last,
    Optional<Instant> receivedAt,
    boolean stale,
    Optional<Observation> lastPrimary) {

  /** An agent looks twice a second; a database that hangs holds it up. */
  private static final Duration OLDEST = Duration.ofSeconds(5);

  /** How long a first connection may take, while the control plane itself is starting. */
  private static final Duration FIRST = Duration.ofSeconds(5);

  static HostHealth never(Instant now) {
    return new HostHealth(
        false,
        AgentState.UNREACHABLE,
        now,
        "not looked at yet",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty());
  }

  HostHealth after(ObservationResult observationResult, Instant now) {
    return switch (observationResult) {
      case ObservationResult.Seen(var observation) -> answered(observation, now);
      case ObservationResult.NotSeen(var state, var reason) ->
          new HostHealth(
              true,
              state,
              agent == state ? since : now,
              reason,
              answeredAt,
              last,
              receivedAt,
              true,
              lastPrimary);
    };
  }

  private HostHealth answered(Observation observation, Instant now) {
    Instant received =
        last.filter(before -> sameLook(before, observation)).flatMap(b -> receivedAt).orElse(now);
    boolean held = Duration.between(received, now).compareTo(OLDEST) > 0;
    return new HostHealth(
        true,
        AgentState.UP,
        agent == AgentState.UP ? since : now,
        held ? "its agent answers, but has finished no look at the host since " + received : "",
        Optional.of(now),
        Optional.of(observation),
        Optional.of(received),
        held,
        Evidence.of(observation.postgres()).flag(EvidenceKey.WRITABLE)
            ? Optional.of(observation)
            : lastPrimary);
  }

  private static boolean sameLook(Observation a, Observation b) {
    return a.session().equals(b.session()) && a.at().equals(b.at());
  }

  /** When the older of the two newest observations was received; empty when one is missing. */
  public static Optional<Instant> older(HostHealth a, HostHealth b) {
    return a.receivedAt.flatMap(x -> b.receivedAt.map(y -> x.isBefore(y) ? x : y));
  }

  /** What the agent sees now; empty when that is not known, however much is known from before. */
  public Optional<Observation> now() {
    return stale ? Optional.empty() : last;
  }

  /** Whether the agent gives no sign; one that refuses us does. */
  public boolean silent(Instant now) {
    return looked
        && agent == AgentState.UNREACHABLE
        && (answeredAt.isPresent() || Duration.between(since, now).compareTo(FIRST) > 0);
  }
}
