package dev.baton.step;

import dev.baton.pair.HostId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairState;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.InstallationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt at one step: the state of the pair, what the plan says, who asks and until when.
 *
 * @param step id of the planned step
 * @param params of the planned step, or of its undo
 * @param number counted from 1; part of the command id
 * @param resumed whether a replica that is gone may have sent the order already
 * @param installation on whose behalf orders are given
 * @param clock what the deadline is measured by
 */
public record StepContext(
    PairState pair,
    String step,
    Optional<HostId> host,
    Map<String, String> params,
    boolean undo,
    int number,
    Instant deadline,
    boolean resumed,
    InstallationId installation,
    String replica,
    String actor,
    InstantSource clock) {

  public StepContext {
    params = Map.copyOf(params);
  }

  /** The operation it belongs to. */
  public OperationState operation() {
    return pair.operation().orElseThrow();
  }

  /** The planned step's host and parameters. */
  public StepInput planned() {
    return new StepInput(step, host, params);
  }

  /** A parameter the plan gave; a plan without it is a bug. */
  public String param(String name) {
    return planned().param(name);
  }

  /** A parameter that the plan gave for an action; a plan without it is a bug. */
  public String param(ActionParameter parameter) {
    return planned().param(parameter);
  }

  /** The host the step acts on. */
  public HostId onHost() {
    return planned().onHost();
  }

  /** How much time is left; never negative. */
  public Duration left() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
