package dev.baton.step;

import dev.baton.pair.HostId;
import dev.baton.pair.PlannedStep;
import dev.baton.protocol.ActionParameter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Host and parameters that the plan gives a step, or its undo.
 *
 * @param step id of the planned step
 */
public record StepInput(String step, Optional<HostId> host, Map<String, String> params) {

  public StepInput {
    params = Map.copyOf(params);
  }

  /** Of the step itself. */
  public static StepInput of(PlannedStep step) {
    return new StepInput(step.id(), step.host(), step.params());
  }

  /** Of what takes it back. */
  public static StepInput of(PlannedStep step, PlannedStep.Undo undo) {
    return new StepInput(step.id(), Optional.of(undo.host()), undo.params());
  }

  /** A parameter the plan gave; a plan without it is a bug. */
  public String param(String name) {
    return Optional.ofNullable(params.get(name))
        .orElseThrow(
            () -> new IllegalStateException("%s was planned without '%s'".formatted(step, name)));
  }

  /** A parameter that the plan gave for an action; a plan without it is a bug. */
  public String param(ActionParameter parameter) {
    return param(parameter.wireName());
  }

  /** What goes on to an action as the plan gave it. */
  public Map<String, String> passedOn(ActionParameter... parameters) {
    return Stream.of(parameters)
        .collect(
            Collectors.toUnmodifiableMap(
                ActionParameter::wireName, parameter -> param(parameter.wireName())));
  }

  /** The host the step acts on. */
  public HostId onHost() {
    return host.orElseThrow(() -> new IllegalStateException(step + " was planned without a host"));
  }
}
