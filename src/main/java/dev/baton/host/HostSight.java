package dev.baton.host;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one host: whether its agent answers, and the last that was seen, however old.
 *
 * @param agent {@code up}, {@code unreachable}, {@code untrusted} or {@code unregistered}
 * @param since when the agent came into that state
 * @param why it does not answer; empty when it does
 * @param last the newest observation; empty when there never was one
 * @param receivedAt of the newest observation, by the control plane's clock
 * @param lastPrimary the newest observation in which the database wrote; for what a loss would be
 */
public record HostSight(
    String agent,
    Instant since,
    String why,
    Optional<Observation> last,
    Optional<Instant> receivedAt,
    Optional<Observation> lastPrimary) {

  static HostSight never(Instant now) {
    return new HostSight(
        "unreachable",
        now,
        "not looked at yet",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  HostSight after(Sight sight, Instant now) {
    return switch (sight) {
      case Sight.Seen(var observation) ->
          new HostSight(
              "up",
              agent.equals("up") ? since : now,
              "",
              Optional.of(observation),
              Optional.of(now),
              "true".equals(observation.postgres().get("writable"))
                  ? Optional.of(observation)
                  : lastPrimary);
      case Sight.NotSeen(var code, var why) ->
          new HostSight(code, agent.equals(code) ? since : now, why, last, receivedAt, lastPrimary);
    };
  }

  /** What the agent sees now; empty when it does not answer, however much is known from before. */
  public Optional<Observation> now() {
    return agent.equals("up") ? last : Optional.empty();
  }
}
